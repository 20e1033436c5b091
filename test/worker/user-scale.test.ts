/** A house of 100,000: what the console asks for costs what it shows, not what there is. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { change } from '../support/database.ts'
import { house } from '../support/people.ts'

const { worker, root } = house()

const everybody = 100_000
const group = '11111111-1111-4111-8111-111111111111'

/** The nth person's id: the order of ids says nothing of any other order. */
const id = `printf('%08x-0000-4000-8000-000000000000', i * 7919 % ${everybody})`
const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)`

/** Every 3rd has a factor, every 50th is disabled, every 7th never signed in; few are administrators. */
const addPeople = () =>
  change(
    `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role, mfa_required,
       may_trust, password_hash, created_at, disabled_at, enrolled, last_sign_in_at, attempt_subject)
     ${numbers} SELECT ${id}, printf('p%06d', i), printf('p%06d', i), printf('Person %06d', i), '', '',
       CASE WHEN i % 500 = 1 THEN 'admin' WHEN i % 5000 = 2 THEN 'super_admin' ELSE 'user' END, 0, 1,
       '', i / 2, CASE WHEN i % 50 = 0 THEN 1 END, i % 3 = 0, CASE WHEN i % 7 > 0 THEN i % 1000 END,
       'password:' || i FROM n`,
    everybody,
  )

const addTerms = () =>
  change(
    `INSERT INTO user_term (term, user_id) ${numbers}
     SELECT printf('p%06d', i), ${id} FROM n UNION ALL SELECT printf('person %06d', i), ${id} FROM n`,
    everybody,
  )

const addGroup = async () => {
  await change(
    `INSERT INTO user_group (id, name, canonical_name, description, priority, created_at)
     VALUES (?, 'Half', 'half', '', 1, 0)`,
    group,
  )
  await change(
    `INSERT INTO group_member (group_id, user_id, canonical_username)
     ${numbers} SELECT '${group}', ${id}, printf('p%06d', i) FROM n WHERE i % 2 = 0`,
    everybody,
  )
}

/** A thousand people: one half by their password, all by their factor; what leads to nobody; networks. */
const lock = () =>
  change(
    `INSERT INTO attempt (subject, failures, not_before, since) ${numbers}
     SELECT 'factor:totp:' || ${id}, 12, 4000000000 + i, 1 FROM n
     UNION ALL SELECT 'password:' || i, 12, 4000000000 - i, 1 FROM n WHERE i % 2 = 0
     UNION ALL SELECT 'password:nobody' || i, 12, 4000000000, 1 FROM n
     UNION ALL SELECT 'network:' || i, 100, 4000000000, 1 FROM n`,
    1000,
  )

beforeAll(async () => {
  await addPeople()
  await addTerms()
  await addGroup()
  await lock()
}, 60_000)

type Found = { names: string[]; next: string | null; trips: number; read: number }

const ask = async (query: string, after?: string | null): Promise<Found> => {
  worker.d1.reset()
  const cursor = after ? `&after=${encodeURIComponent(after)}` : ''
  const { status, body } = await root.get(`/api/admin/users?${query}${cursor}`)
  if (status !== 200) throw new Error(`${query}: ${status} ${JSON.stringify(body)}`)
  const names = body.items.map(({ username }: { username: string }) => username)
  return { names, next: body.next, trips: worker.d1.trips(), read: worker.d1.rowsRead() }
}

/** Page upon page, to the end. */
const askAll = async (query: string): Promise<Found[]> => {
  const pages = [await ask(query)]
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
    pages.push(await ask(query, next))
  return pages
}

/** The cursor of whoever walked a list down to there. */
const deep = (cursor: string | null, key: string | number): string => {
  const [mark] = JSON.parse(atob((cursor ?? '').replaceAll('-', '+').replaceAll('_', '/')))
  return btoa(JSON.stringify([mark, key, ''])).replaceAll('=', '')
}

const named = (...which: number[]) => which.map((n) => `p${String(n).padStart(6, '0')}`)

/** The session's guard, a page and one more, the factors of each, and the twelve runs that are merged. */
const fewRows = 150

describe('100,000 people: a page costs two trips, and reads what it shows', () => {
  it.each([
    ['', 'p050000'],
    ['sort=created', 25_000],
    ['sort=-created', 25_000],
    ['sort=signed-in', 500],
    ['sort=-signed-in', 500],
    ['role=admin&sort=created', 25_000],
    ['factor=on', 'p050000'],
    ['factor=off&sort=signed-in', 500],
    ['disabled=true', 'p050000'],
    ['role=user&factor=off&disabled=false&sort=-signed-in', 500],
  ])('%s', async (query, key) => {
    const top = await ask(query)
    const bottom = await ask(query, deep(top.next, key))
    for (const { names, next, trips, read } of [top, bottom]) {
      expect([names.length, next, trips]).toEqual([50, expect.any(String), 2])
      expect(read).toBeLessThan(fewRows)
    }
    expect(top.names.filter((name) => bottom.names.includes(name))).toEqual([])
  })

  it.each(['search=p', 'search=P09', 'search=person', `group=${group}`])('%s', async (query) => {
    const page = await ask(query)
    const second = await ask(query, page.next)
    for (const { names, trips, read } of [page, second]) {
      expect([names.length, trips]).toEqual([50, 2])
      expect(names).toEqual(names.toSorted())
      expect(read).toBeLessThan(3 * fewRows)
    }
    expect(page.names.filter((name) => second.names.includes(name))).toEqual([])
  })

  it('finds one of them by whichever name', async () => {
    for (const query of ['search=p077777', 'search=PERSON%20077777']) {
      const { names, next, read } = await ask(query)
      expect([query, names, next]).toEqual([query, named(77_777), null])
      expect(read).toBeLessThan(fewRows)
    }
  })

  it('that no index knows looks at a thousand a page, and finds everybody all the same', async () => {
    const narrowed = await askAll('search=p09&role=super_admin')
    expect(narrowed.flatMap(({ names }) => names)).toEqual(named(90_002, 95_002))
    for (const query of [
      `group=${group}&role=admin`,
      'search=p&factor=on&disabled=true&role=admin',
    ])
      narrowed.push(await ask(query))
    for (const { trips, read } of narrowed) {
      expect(trips).toBe(2)
      expect(read).toBeLessThan(5000)
    }
  })

  it('of which a thousand are locked: each once, by when it ends, and no network', async () => {
    const pages = await askAll('locked=true')
    const names = pages.flatMap((page) => page.names)
    expect(names.slice(0, 2)).toEqual(named(1000, 998))
    expect(names.slice(-2)).toEqual(named(997, 999))
    expect([names.length, new Set(names).size]).toEqual([1000, 1000])
    for (const { trips, read } of pages) {
      expect(trips).toBe(2)
      expect(read).toBeLessThan(5000)
    }
    const narrowed = await askAll(`locked=true&group=${group}&role=super_admin&search=p000`)
    expect(narrowed.flatMap((page) => page.names)).toEqual(named(2))
  })

  it('A08 leave as a file page by page, no faster than it is read', async () => {
    worker.d1.reset()
    const cookie = [...root.cookies.values()]
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const address = new URL('/api/admin/user-export', env.ORIGIN)
    const { body } = await worker.send(new Request(address, { headers: { cookie } }))
    const reader = body?.getReader()
    await reader?.read()
    const trips: number[] = []
    for (let page = 0; page < 3; page++) {
      const { value } = (await reader?.read()) ?? {}
      expect(new TextDecoder().decode(value).split('\r\n')).toHaveLength(2001)
      trips.push(worker.d1.trips())
    }
    await reader?.cancel()
    expect(trips).toEqual([3, 4, 5])
    expect(worker.d1.rowsRead()).toBeLessThan(5 * 3 * 2000)
  })
})
