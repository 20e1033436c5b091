import { describe, expect, it } from 'vitest'
import type { Answer } from '../support/client.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { addHolder, addPerson, house, type Person, signIn, visitor } from '../support/people.ts'

const { worker, root } = house()

const wrong = (person: Person): Person => ({ ...person, password: 'not this one' })
/** All that a guesser sees, byte for byte. */
const seen = ({ status, headers, body }: Answer) =>
  JSON.stringify({ status, headers: [...headers], body })

describe('L01 R09 nobody can tell who exists', () => {
  it('unknown, disabled and wrong get one answer, byte for byte, the right password of a disabled one too', async () => {
    const [known, disabled, required] = [
      await addPerson(root),
      await addPerson(root),
      await addPerson(root, { mfaRequired: true }),
    ]
    const holder = await addHolder(worker, root)
    await change('UPDATE user SET disabled_at = 1 WHERE id = ?', disabled.id)
    const unknown = { id: '', username: 'nobody-at-all', password: 'not this one' }
    const impossible = { ...unknown, username: 'no such/name!' }
    const code = { code: '000000' }
    const refused = [
      await signIn(visitor(worker), wrong(known)),
      await signIn(visitor(worker), wrong(known), code),
      await signIn(visitor(worker), unknown),
      await signIn(visitor(worker), unknown, code),
      await signIn(visitor(worker), impossible),
      await signIn(visitor(worker), disabled),
      await signIn(visitor(worker), wrong(disabled)),
      await signIn(visitor(worker), wrong(required)),
      await signIn(visitor(worker), wrong(holder)),
      await signIn(visitor(worker), wrong(holder), { code: 'no code at all' }),
    ]
    expect(new Set(refused.map(seen)).size).toBe(1)
    expect(refused[0]?.setCookies).toEqual([])
    expect(await auditOf(disabled.id)).toContain('sign-in password:disabled')
    expect(await auditOf(known.id)).toContain('sign-in password:wrong-password')
  })

  it('an unknown name is shut after as many guesses, for as long, as a known one', async () => {
    const known = wrong(await addPerson(root))
    const unknown = { ...known, username: 'nobody-here-either' }
    for (let guess = 0; guess < 12; guess++) {
      const [one, other] = [
        await signIn(visitor(worker), known),
        await signIn(visitor(worker), unknown),
      ]
      expect(seen(one)).toBe(seen(other))
      expect(one.status).toBe(guess < 10 ? 401 : 429)
    }
  })

  it('an unknown name costs as many trips as a known one', async () => {
    const known = wrong(await addPerson(root))
    worker.d1.reset()
    await signIn(visitor(worker), known)
    const trips = worker.d1.trips()
    worker.d1.reset()
    await signIn(visitor(worker), { ...known, username: 'nobody-nowhere' })
    expect(worker.d1.trips()).toBe(trips)
  })

  it('and the log does not keep what was typed as a name: people type passwords there', async () => {
    const typed = 'my-secret-typed-as-a-name'
    await signIn(visitor(worker), { id: '', username: typed, password: 'x' })
    const kept = JSON.stringify([
      await rows('SELECT * FROM audit'),
      await rows('SELECT * FROM attempt'),
    ])
    expect(kept).not.toContain(typed)
  })
})

describe('L02 K19 R53 A02 strange fields', () => {
  const texts: unknown[] = [
    ['root'],
    { $ne: '' },
    7,
    null,
    true,
    '',
    'ro\0ot',
    '\ud800',
    'x'.repeat(10_240),
  ]
  it.each(texts.map((value) => [JSON.stringify(value)?.slice(0, 20), value]))(
    'the username %s is 400, and is counted against nobody',
    async (_, username) => {
      const before = await rows('SELECT count(*) AS n FROM attempt')
      const answer = await visitor(worker).post('/api/login', { username, password: 'x' })
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
      expect(await rows('SELECT count(*) AS n FROM attempt')).toEqual(before)
    },
  )

  it.each(['role', 'isAdmin', 'userId', 'amr', 'authenticated', 'mfaRequired', 'securityStamp'])(
    'a field %s that nobody knows is 400, and signs nobody in',
    async (field) => {
      const person = await addPerson(root)
      const answer = await signIn(visitor(worker), person, { [field]: true })
      expect(answer).toMatchObject({ status: 400, setCookies: [] })
    },
  )

  it('__proto__ and constructor change nothing', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const body = `{"username":"${person.username}","password":"${person.password}","${key}":{"mfaRequired":false,"role":"super_admin"}}`
      const { status, body: answer } = await visitor(worker).post('/api/login', body)
      expect(status === 400 || answer.status === 'enrollment_required').toBe(true)
    }
    expect(({} as Record<string, unknown>)['role']).toBeUndefined()
  })
})
