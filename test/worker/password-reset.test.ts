import { describe, expect, it } from 'vitest'
import { hours, pass } from '../support/clock.ts'
import { auditOf, dump } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  exhaust,
  expectStatus,
  hold,
  house,
  newNetwork,
  type Person,
  rootPassword,
  sessionStatus,
  signedIn,
  signIn,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { handOver } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

const next = 'a meadow of seven larks'
const codeFor = async (person: Person): Promise<string> =>
  (await handOver(root, 'password-reset', person)).code
const reset = (
  { username }: { username: string },
  code: string,
  { browser = visitor(worker), chosen = next } = {},
) => browser.post('/api/password/reset', { username, code, next: chosen })
const wrong = 'AAAA-BBBB-CCCC-DDDD'
const renamed = <P extends Person>(person: P): P => ({ ...person, password: next })

describe('a password that is set by a code', () => {
  it('is the only one from then on, and signs nobody in: the second factor is asked for', async () => {
    const holder = await addHolder(worker, root)
    const code = await codeFor(holder)
    expect(await dump()).not.toContain(code.replaceAll('-', ''))
    const browser = visitor(worker)
    const answer = await reset(holder, code.toLowerCase(), { browser })
    expect([answer.status, answer.body, browser.cookies.size]).toEqual([204, '', 0])
    expect((await signIn(visitor(worker), holder)).body.code).toBe('invalid_credentials')
    expect(await askedOf(visitor(worker), renamed(holder))).toBe('factor_required')
    const log = await auditOf(holder.id)
    expect(log).toEqual(expect.arrayContaining(['password-reset-made done', 'password-reset done']))
  })

  it('ends sessions, trust and logins on their way', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder, newNetwork())
    const pending = await hold(worker, holder)
    expect((await reset(holder, await codeFor(holder))).status).toBe(204)
    expect(await sessionStatus(trusted)).toBe(401)
    expect(await askedOf(trusted, renamed(holder))).toBe('factor_required')
    expect((await typeCode(pending, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
  })

  it('comes before whoever is about to sign in with the former', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    const browser = visitor(worker)
    const raced = await between(
      worker,
      2,
      () => signIn(browser, person),
      () => reset(person, code),
    )
    expect([raced.status, await sessionStatus(browser)]).toEqual([401, 401])
  })

  it('takes a temporary pass along: who holds both codes and nothing else does not get in', async () => {
    const holder = await addHolder(worker, root)
    const { code: handed } = await handOver(root, 'pass', holder)
    expect((await reset(holder, await codeFor(holder))).status).toBe(204)
    const answer = await signIn(visitor(worker), renamed(holder), { code: handed })
    expect(answer.body.code).toBe('invalid_code')
  })

  it('leaves alone whoever it was made for until it is used', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    await codeFor(person)
    expect(await sessionStatus(browser)).toBe(200)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
  })

  it('settles that a new one had to be chosen', async () => {
    const person = await addPerson(root, { mustChangePassword: true })
    expect((await reset(person, await codeFor(person))).status).toBe(204)
    const browser = await signedIn(worker, renamed(person))
    expect((await browser.get('/api/profile')).status).toBe(200)
  })

  it('is refused with what is wrong with it, and the code is not spent', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    for (const chosen of ['seven c', 'qwertyuiop', `${person.username}${person.username}`]) {
      const answer = await reset(person, code, { chosen })
      expect([chosen, answer.status, answer.body.field]).toEqual([chosen, 400, 'next'])
    }
    expect((await reset(person, code)).status).toBe(204)
  })
})

describe('a code that is not right', () => {
  it('gets one answer, byte for byte, whatever is wrong with it', async () => {
    const [person, other] = [await addPerson(root), await addHolder(worker, root)]
    const former = await codeFor(person)
    const answers = [
      await reset({ username: 'nobody-at-all' }, wrong),
      await reset({ username: '\u{1F989} no username' }, wrong),
      await reset(person, wrong),
      await reset(person, 'no code at all'),
      await reset(person, await codeFor(other)),
      await reset(other, (await handOver(root, 'pass', other)).code),
      await reset(person, (await handOver(root, 'ticket', person)).code),
    ]
    const code = await codeFor(person)
    answers.push(await reset(person, former))
    pass(hours(24))
    answers.push(await reset(person, code))
    // A day is what a session of an administrator does not outlast.
    const fresh = await signedIn(worker, { id: '', username: 'root', password: rootPassword })
    const used = (await handOver(fresh, 'password-reset', person)).code
    expect((await reset(person, used)).status).toBe(204)
    answers.push(await reset(person, used))
    const disabled = (await handOver(fresh, 'password-reset', other)).code
    expectStatus(await fresh.patch(`/api/admin/users/${other.id}`, { disabled: true }), 200)
    answers.push(await reset(other, disabled))
    const seen = answers.map(({ status, headers, body }) => [
      status,
      headers.get('content-type'),
      headers.get('retry-after'),
      JSON.stringify(body),
    ])
    expect(seen[0]?.[0]).toBe(401)
    expect(seen).toEqual(seen.map(() => seen[0]))
    expect(answers.flatMap(({ setCookies }) => setCookies)).toEqual([])
  })

  it('is told in the log as what it was', async () => {
    const person = await addPerson(root)
    await codeFor(person)
    await reset(person, wrong)
    expect(await auditOf(person.id)).toContain('password-reset no-match')
  })

  it('is guessed at a hundred times from one network, whoever it was meant for, and no more', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    const address = newNetwork()
    const from = (who: { username: string }, tried: string) =>
      reset(who, tried, { browser: visitor(worker, address) })
    await exhaust(address, 98)
    expect((await from(person, wrong)).status).toBe(401)
    expect((await from({ username: 'nobody-here' }, wrong)).status).toBe(401)
    const refused = await from(person, code)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600'])
    expect(await auditOf(person.id)).toContain('password-reset throttled')
    // Strangers keep nobody out: the owner comes from elsewhere.
    expect((await reset(person, code)).status).toBe(204)
  })

  it('is not made of a right one: who succeeds is not counted against their network', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    const address = newNetwork()
    await exhaust(address, 98)
    const statuses: number[] = []
    for (const tried of [code, wrong, wrong, wrong])
      statuses.push((await reset(person, tried, { browser: visitor(worker, address) })).status)
    expect(statuses).toEqual([204, 401, 401, 429])
  })

  it('guessed at from many networks keeps its owner out of nothing', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    for (let n = 0; n < 12; n++) expect((await reset(person, wrong)).status).toBe(401)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    expect((await reset(person, code)).status).toBe(204)
  })

  it('is not outrun by a burst from one network', async () => {
    const person = await addPerson(root)
    const address = newNetwork()
    await exhaust(address, 95)
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => reset(person, wrong, { browser: visitor(worker, address) })),
    )
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })

  it('is not told by a password that is bad: who asks for one hears of that first', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    const answers = [
      await reset({ username: 'nobody-at-all' }, wrong, { chosen: 'short' }),
      await reset(person, wrong, { chosen: 'short' }),
      await reset(person, code, { chosen: 'short' }),
    ]
    const seen = answers.map(({ status, body }) => [status, JSON.stringify(body)])
    expect(seen[0]?.[0]).toBe(400)
    expect(seen).toEqual(seen.map(() => seen[0]))
  })
})

describe('a code that is right', () => {
  it('sets one password, though three come at the same moment', async () => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    worker.d1.reset({ latencyMs: 100 })
    const chosen = [next, 'an orchard of nine owls', 'a harbor of six herons']
    const answers = await Promise.all(chosen.map((one) => reset(person, code, { chosen: one })))
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const winner = chosen[answers.findIndex(({ status }) => status === 204)]
    expect(await askedOf(visitor(worker), { ...person, password: winner ?? '' })).toBe(
      'authenticated',
    )
  })

  it.each<[string, (person: Person) => Promise<unknown>]>([
    ['another was made', (person) => codeFor(person)],
    [
      'the person was disabled',
      ({ id }) => root.patch(`/api/admin/users/${id}`, { disabled: true }),
    ],
    [
      'everything was reset',
      ({ id }) => root.post(`/api/admin/users/${id}/reset`, { targets: ['totp'] }),
    ],
  ])('sets none where meanwhile %s', async (_, happens) => {
    const person = await addPerson(root)
    const code = await codeFor(person)
    const raced = await between(
      worker,
      2,
      () => reset(person, code),
      () => happens(person),
    )
    expect([raced.status, raced.body.code]).toEqual([401, 'invalid_code'])
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, { disabled: false }), 200)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
  })
})
