import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { change, dump, rows } from '../support/database.ts'
import {
  addByForm,
  addPerson,
  expectStatus,
  house,
  password,
  signIn,
  visitor,
} from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'
import {
  cheapPasswordHash,
  costliestPasswordHash,
  oldPasswordHash,
  ruinousPasswordHashes,
} from '../vectors/password.ts'
import { computeEachHash } from '../support/slow-hash.ts'

computeEachHash()

const { worker, root } = house()

const tryPassword = async (username: string, typed: string) =>
  (await visitor(worker).post('/api/login', { username, password: typed })).status

const hashOf = async (userId: string): Promise<string> => {
  const [row] = await rows('SELECT password_hash FROM user WHERE id = ?', userId)
  return String(row?.['password_hash'])
}

describe('R01 a password may be anything of 8 to 256 code points', () => {
  it.each([
    ['eight characters without any composition', 'qzwvkjxp'],
    ['spaces at both ends', '  two spaces  '],
    ['256 code points outside the BMP', '🦊'.repeat(255) + '🐻'],
    ['combining marks and right-to-left letters', 'ȩ̇מפתח-ביתי'],
  ])('takes %s', async (_, chosen) => {
    const person = await addPerson(root, { password: chosen })
    expect(await tryPassword(person.username, chosen)).toBe(200)
  })

  it.each([
    ['seven', '🦊'.repeat(7)],
    ['257', '🦊'.repeat(257)],
  ])('refuses %s code points, and says which field is wrong', async (_, chosen) => {
    const body = {
      username: `short${chosen.length}`,
      password: chosen,
      role: 'user',
      mfaRequired: false,
    }
    const answer = await root.post('/api/admin/users', body)
    expect(answer).toMatchObject({ status: 400, body: { field: 'password' } })
  })
})

describe('R02 L08 only exactly the password opens', () => {
  it('refuses prefixes, longer ones, other case, other last byte, other composition', async () => {
    const chosen = 'Schlüssel-im-Schloss é'
    const person = await addPerson(root, { password: chosen })
    const variants = [
      chosen.slice(0, -1),
      `${chosen}x`,
      `${chosen}\0x`,
      `${chosen} `,
      ` ${chosen}`,
      chosen.toLowerCase(),
      chosen.normalize('NFD'),
      `${chosen.slice(0, -1)}è`,
    ]
    const statuses = []
    for (const variant of variants) statuses.push(await tryPassword(person.username, variant))
    expect(statuses).toEqual(variants.map(() => 401))
    expect(await tryPassword(person.username, chosen)).toBe(200)
  })
})

describe('R03 what is guessed first cannot be chosen', () => {
  it.each([
    'password',
    'Password1',
    '12345678',
    'qwertyuiop',
    'iloveyou',
    'latchkey1!',
    'LATCHKEY',
  ])('refuses %s', async (chosen) => {
    const body = { username: 'guessable', password: chosen, role: 'user', mfaRequired: false }
    const answer = await root.post('/api/admin/users', body)
    expect(answer).toMatchObject({ status: 400, body: { field: 'password' } })
  })

  it('refuses the username with little added, whatever its case', async () => {
    const body = {
      username: 'margarethe',
      password: 'Margarethe12',
      role: 'user',
      mfaRequired: false,
    }
    expect((await root.post('/api/admin/users', body)).status).toBe(400)
  })
})

describe('R05 R06 how a password is kept', () => {
  it('stores Argon2id at the OWASP floor, with a salt of its own, and never the password', async () => {
    const [one, two] = [await addByForm(root), await addByForm(root)]
    const [first, second] = [await hashOf(one.id), await hashOf(two.id)]
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,/)
    expect(first.split('$')[4]).not.toBe(second.split('$')[4])
    expect(await dump()).not.toContain(password)
  })

  it('accepts a hash that an independent Argon2id made, and brings it up to date at sign-in', async () => {
    const person = await addPerson(root)
    await change('UPDATE user SET password_hash = ? WHERE id = ?', oldPasswordHash, person.id)
    expect(await tryPassword(person.username, 'wrong horse battery')).toBe(401)
    expect(await hashOf(person.id)).toBe(oldPasswordHash)
    expect(await tryPassword(person.username, password)).toBe(200)
    expect(await hashOf(person.id)).toContain('m=19456,t=2,p=1,')
    expect(await tryPassword(person.username, password)).toBe(200)
  })

  it('is useless without the pepper, and a wrong pepper never becomes the new one', async () => {
    const person = await addPerson(root)
    const before = await hashOf(person.id)
    for (const ring of [`test1:${'A'.repeat(43)}`, `other:${'A'.repeat(43)}`]) {
      const elsewhere = testedWorker({}, { PASSWORD_PEPPERS: ring })
      expect((await signIn(visitor(elsewhere), person)).status).toBe(401)
    }
    expect(await hashOf(person.id)).toBe(before)
  })

  it('moves to a new pepper at sign-in, with both alive, so that the old one can go', async () => {
    const person = await addPerson(root)
    const next = `next:${'B'.repeat(42)}A`
    const both = testedWorker({}, { PASSWORD_PEPPERS: `${next},${env.PASSWORD_PEPPERS}` })
    const only = testedWorker({}, { PASSWORD_PEPPERS: next })
    expect((await signIn(visitor(only), person)).status).toBe(401)
    expect((await signIn(visitor(both), person)).status).toBe(200)
    expect((await signIn(visitor(only), person)).status).toBe(200)
  })
})

describe('L09 a hash that asks for ruinous work', () => {
  it('is not believed where it is too cheap, though the password fits it', async () => {
    const person = await addPerson(root)
    await change('UPDATE user SET password_hash = ? WHERE id = ?', cheapPasswordHash, person.id)
    expect((await signIn(visitor(worker), person)).status).toBe(401)
    expect(await hashOf(person.id)).toBe(cheapPasswordHash)
  })

  it('is believed up to twice our work, and brought down to ours', async () => {
    const person = await addPerson(root)
    await change('UPDATE user SET password_hash = ? WHERE id = ?', costliestPasswordHash, person.id)
    expect((await signIn(visitor(worker), person)).status).toBe(200)
    expect(await hashOf(person.id)).toContain('m=19456,t=2,p=1,')
  })

  it.each(ruinousPasswordHashes)(
    'is not computed beyond that, though the password fits it: %s',
    async (ruinous) => {
      const person = await addPerson(root)
      await change('UPDATE user SET password_hash = ? WHERE id = ?', ruinous, person.id)
      expect((await signIn(visitor(worker), person)).status).toBe(401)
      expect(await hashOf(person.id)).toBe(ruinous)
    },
  )

  it.each([
    'm=1073741824,t=2,p=1',
    'm=19456,t=99999,p=1',
    'm=19456,t=2,p=255',
    'm=999999,t=2,p=1',
    'm=19456,t=99,p=1',
    'm=19456,t=2,p=99',
    'm=8,t=1,p=1',
  ])('is refused before it is computed: %s', async (parameters) => {
    const person = await addPerson(root)
    const hash = await hashOf(person.id)
    const tampered = hash.replace('m=19456,t=2,p=1', parameters)
    await change('UPDATE user SET password_hash = ? WHERE id = ?', tampered, person.id)
    const answer = await signIn(visitor(worker), person)
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
  })

  it.each(['', 'plain', '$2b$12$abcdefghijklmnopqrstuv', '$argon2id$v=19$m=19456,t=2,p=1$$'])(
    'is refused where it is no hash of ours: %j',
    async (tampered) => {
      const person = await addPerson(root)
      await change('UPDATE user SET password_hash = ? WHERE id = ?', tampered, person.id)
      expect((await signIn(visitor(worker), person)).status).toBe(401)
    },
  )
})

describe('L02 a password of a megabyte', () => {
  it('is refused unread, and the account is not counted against', async () => {
    const person = await addPerson(root)
    const answer = await signIn(visitor(worker), { ...person, password: 'x'.repeat(1 << 20) })
    expect(answer).toMatchObject({ status: 413, body: { code: 'payload_too_large' } })
    const long = await signIn(visitor(worker), { ...person, password: 'x'.repeat(1025) })
    expect(long.status).toBe(400)
    expectStatus(await signIn(visitor(worker), person), 200)
  })
})
