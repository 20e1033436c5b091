import { describe, expect, it } from 'vitest'
import { everyoneGroupId } from '../../schema/policy.ts'
import type { Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { change } from '../support/database.ts'
import { begin } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  enroll,
  expectStatus,
  guessCodes,
  house,
  type Person,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'

const { worker, root } = house()

const ask = (query: string, browser: Client = root) => browser.get(`/api/admin/users?${query}`)

/** Who is found, page upon page. */
const found = async (query: string): Promise<string[]> => {
  const names: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const { body } = expectStatus(await ask(next ? `${query}&after=${next}` : query), 200)
    names.push(...body.items.map(({ username }: { username: string }) => username))
    next = body.next
  }
  return names
}
const search = (text: string) => found(`search=${encodeURIComponent(text)}`)
const isIn = async (query: string, { username }: Person) => (await found(query)).includes(username)

describe('the list of people', () => {
  it('is for administrators', async () => {
    const browsers = await Promise.all(
      ['user', 'admin'].map(async (role) => signedIn(worker, await addPerson(root, { role }))),
    )
    const answers = await Promise.all([visitor(worker), ...browsers].map((one) => ask('', one)))
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 200])
  })

  it('shows what administrators need, and nothing that proves who somebody is', async () => {
    const person = await addPerson(root, { email: 'zoe@example.org', phone: '+1 555 0100' })
    await enroll(visitor(worker), person)
    const { body } = await ask(`search=${person.username}`)
    expect(body.items).toEqual([
      {
        id: person.id,
        username: person.username,
        displayName: person.username,
        email: 'zoe@example.org',
        phone: '+1 555 0100',
        role: 'user',
        mfaRequired: false,
        mayTrust: true,
        factors: 1,
        disabled: false,
        createdAt: Math.floor(Date.now() / 1000),
        lastSignInAt: Math.floor(Date.now() / 1000),
      },
    ])
  })

  it('comes in any of its orders', async () => {
    const people: Person[] = []
    for (const username of ['order.b', 'order.c', 'order.a']) {
      people.push(await addPerson(root, { username }))
      pass(60)
    }
    const [b, c, a] = people as [Person, Person, Person]
    await signIn(visitor(worker), c)
    pass(60)
    await signIn(visitor(worker), b)
    const order = async (sort: string) =>
      (await found(`sort=${sort}`)).filter((name) => name.startsWith('order.'))
    expect(await order('username')).toEqual([a, b, c].map((one) => one.username))
    expect(await order('created')).toEqual([b, c, a].map((one) => one.username))
    expect(await order('-created')).toEqual([a, c, b].map((one) => one.username))
    expect(await order('signed-in')).toEqual([a, c, b].map((one) => one.username))
    expect(await order('-signed-in')).toEqual([b, c, a].map((one) => one.username))
  })

  it('comes page by page, everybody once, whatever it is narrowed to', async () => {
    const crowd = Array.from({ length: 120 }, (_, i) => ({
      line: i + 1,
      username: `many${String(i).padStart(3, '0')}`,
      displayName: `Crowd Member ${String(i).padStart(3, '0')}`,
    }))
    await root.post('/api/admin/user-import', { mode: 'commit', rows: crowd })
    const names = crowd.map(({ username }) => username)
    expect(await search('many')).toEqual(names)
    for (const sort of ['username', 'created', '-created', 'signed-in', '-signed-in']) {
      const all = (await found(`sort=${sort}&role=user`)).filter((name) => name.startsWith('many'))
      expect([sort, all.toSorted()]).toEqual([sort, names])
    }
  })

  it('says whether a factor is enrolled, as long as it is', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    await begin(browser)
    expect([await isIn('factor=on', person), await isIn('factor=off', person)]).toEqual([
      false,
      true,
    ])
    const holder = await addHolder(worker, root)
    expect([await isIn('factor=on', holder), await isIn('factor=off', holder)]).toEqual([
      true,
      false,
    ])
    const { body } = await root.get(`/api/admin/users/${holder.id}`)
    expect(body.factorList).toHaveLength(1)
    const reset = { targets: ['totp'] }
    expectStatus(await root.post(`/api/admin/users/${holder.id}/reset`, reset), 204)
    expect([await isIn('factor=on', holder), await isIn('factor=off', holder)]).toEqual([
      false,
      true,
    ])
  })

  it('narrows to a role, to who is disabled, and to both', async () => {
    const person = await addPerson(root, { role: 'admin' })
    await root.patch(`/api/admin/users/${person.id}`, { disabled: true })
    for (const [query, is] of [
      ['role=admin', true],
      ['role=user', false],
      ['disabled=true', true],
      ['disabled=false', false],
      ['role=admin&disabled=true&factor=off', true],
      ['role=admin&disabled=true&factor=on', false],
    ] as const)
      expect([query, await isIn(query, person)]).toEqual([query, is])
  })

  it('narrows to a group; everybody belongs to one of them', async () => {
    const { body: group } = await root.post('/api/admin/groups', { name: 'Narrow' })
    const member = await addPerson(root, { groups: [group.id] })
    const other = await addPerson(root)
    expect(await found(`group=${group.id}`)).toEqual([member.username])
    expect(await found(`group=${group.id}&search=${other.username}`)).toEqual([])
    expect(await found(`group=${group.id}&search=${member.username}`)).toEqual([member.username])
    expect(await isIn(`group=${everyoneGroupId}`, other)).toBe(true)
    expect(await found(`group=${crypto.randomUUID()}`)).toEqual([])
  })

  it('narrows to whoever is locked, by password or by factor, while they are', async () => {
    const holder = await addHolder(worker, root)
    const person = await addPerson(root)
    for (let n = 0; n < 10; n++) await signIn(visitor(worker), { ...person, password: 'wrong one' })
    expect(await found('locked=true')).toEqual([person.username])
    pass(1)
    await guessCodes(worker, holder, 10)
    expect(await found('locked=true')).toEqual([person.username, holder.username])
    expect(await found(`locked=true&search=${holder.username}`)).toEqual([holder.username])
    expect(await found('locked=true&factor=off')).toEqual([person.username])
    pass(60)
    expect(await found('locked=true')).toEqual([])
  })
})

describe('a search', () => {
  it.each(['ZOË.S', 'zoe.s', 'zoe.smith@corp', 'Zoe Anne', 'anne', 'anne smith-j', 'SMITH'])(
    'for %s finds Zoë Anne Smith-Jones, once',
    async (text) => {
      const row = { line: 1, username: 'zoë.s', displayName: 'Zoë  Anne Smith-Jones' }
      const email = 'Zoe.Smith@corp.example'
      await root.post('/api/admin/user-import', { mode: 'commit', rows: [{ ...row, email }] })
      expect(await search(text)).toEqual(['zoë.s'])
    },
  )

  it('goes by today’s names', async () => {
    const person = await addPerson(root, { displayName: 'Maiden Name', email: 'old@example.org' })
    const names = { displayName: 'Married Name', email: 'new@example.org' }
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, names), 200)
    expect(await search('married')).toEqual([person.username])
    expect(await search('new@')).toEqual([person.username])
    expect([...(await search('maiden')), ...(await search('old@'))]).toEqual([])
  })

  it.each([
    "' OR 1=1 --",
    '%',
    '_',
    'roo%',
    'r_ot',
    '\\',
    '"',
    '*',
    'x'.repeat(64),
    '🦊'.repeat(32),
  ])('A07 for %j finds nobody, and is no more than text', async (text) => {
    expect(await search(text)).toEqual([])
  })
})

describe('A07 what the list is asked', () => {
  it.each([
    'limit=1e9',
    'order=password_hash',
    'sort=password_hash',
    'sort=username%20DESC',
    'sort=-username;DROP%20TABLE%20user',
    'role=owner',
    'factor=true',
    'disabled=1',
    'locked=false',
    'group=1%20OR%201=1',
    'search=a&search=b',
    'sort=created&sort=username',
    `search=${'x'.repeat(65)}`,
    'search=a%00b',
    `after=${'x'.repeat(513)}`,
  ])('%s is 400', async (query) => {
    expect((await ask(query)).status).toBe(400)
  })

  const encode = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')
  const markOf = (cursor: string): string =>
    JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')))[0]

  it('a cursor of another list is 400, and one that nobody handed out', async () => {
    const { body } = await ask('')
    const cursor: string = body.next
    const mark = markOf(cursor)
    expect((await ask(`after=${cursor}`)).status).toBe(200)
    for (const query of ['sort=created', 'role=user', 'search=m', 'locked=true', 'factor=off'])
      expect([query, (await ask(`${query}&after=${cursor}`)).status]).toEqual([query, 400])
    for (const forged of [
      'x',
      '!',
      `${cursor}=`,
      encode(null),
      encode(mark),
      encode([mark]),
      encode([mark, 1, '']),
      encode([mark, null, '']),
      encode([mark, ['a'], '']),
      encode([mark, 'a', 1]),
      encode([mark, 'a', '', 'more']),
      encode({ 0: mark, 1: 'a', 2: '' }),
    ])
      expect([forged, (await ask(`after=${forged}`)).status]).toEqual([forged, 400])
  })

  it('a cursor that was made up is a place in the list, never SQL', async () => {
    const mark = markOf((await ask('')).body.next)
    const { status, body } = await ask(`after=${encode([mark, "~') OR 1=1 --", "' OR ''='"])}`)
    expect([status, body]).toEqual([200, { items: [], next: null }])
  })
})

describe('signing in', () => {
  it('is noted when it succeeds, and not when it does not', async () => {
    const person = await addPerson(root)
    const last = async () => (await ask(`search=${person.username}`)).body.items[0].lastSignInAt
    await signIn(visitor(worker), { ...person, password: 'wrong one' })
    expect(await last()).toBeNull()
    await signIn(visitor(worker), person)
    const first = await last()
    expect(first).toBe(Math.floor(Date.now() / 1000))
    pass(60)
    await change('UPDATE user SET disabled_at = 1 WHERE id = ?', person.id)
    await signIn(visitor(worker), person)
    expect(await last()).toBe(first)
  })
})
