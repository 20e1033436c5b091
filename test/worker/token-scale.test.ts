/** A fleet of 100,000 tokens: what the console asks for costs what it shows, not what there is. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { change } from '../support/database.ts'
import { house } from '../support/people.ts'

const { worker, root } = house()

const everything = 100_000
const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${everything})`
const id = (kind: string) =>
  `printf('%08x-0000-4000-8000-${kind}00000000000', i * 7919 % ${everything})`
const series = ['1', '2'].map((n) => `${n.repeat(8)}-1111-4111-8111-111111111111`)

/** Every 10th is held, by a person who holds it alone; every 1,000th is in a series of its own. */
const addFleet = async () => {
  for (const one of series)
    await change(
      `INSERT INTO token_series (id, label, file_hash, format, tokens, created_at)
       VALUES (?, 'Fleet', zeroblob(32), 'oath-csv', 0, 0)`,
      one,
    )
  await change(
    `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role, mfa_required,
       may_trust, password_hash, created_at)
     ${numbers} SELECT ${id('1')}, printf('p%06d', i), printf('p%06d', i), '', '', '', 'user', 0, 1, '', 0
     FROM n WHERE i % 10 IN (0, 5)`,
  )
  await change(
    `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
     ${numbers} SELECT ${id('2')}, ${id('1')}, 'hardware', '', 0, 0 FROM n WHERE i % 10 = 0`,
  )
  await change(
    `INSERT INTO hardware_token (id, series_id, serial, canonical_serial, sealed, secret_mark, algorithm,
       digits, period, model, factor_id, leaves_at, uses)
     ${numbers} SELECT ${id('3')}, iif(i % 1000 = 0, '${series[1]}', '${series[0]}'), printf('S%06d', i),
       printf('S%06d', i), x'00', CAST(printf('%d', i) AS BLOB), 'SHA1', 6, 30, '', iif(i % 10 = 0, ${id('2')}, NULL),
       iif(i % 3 = 0, 4000000000 - i, NULL), 0 FROM n`,
  )
}

beforeAll(addFleet, 120_000)

const ask = async (query: string, after?: string | null) => {
  worker.d1.reset()
  const cursor = after ? `&after=${encodeURIComponent(after)}` : ''
  const { status, body } = await root.get(`/api/admin/hardware-tokens?${query}${cursor}`)
  if (status !== 200) throw new Error(`${query}: ${status} ${JSON.stringify(body)}`)
  const serials: string[] = body.items.map(({ serial }: { serial: string }) => serial)
  return { serials, next: body.next, trips: worker.d1.trips(), read: worker.d1.rowsRead() }
}

/** The cursor of whoever walked a list down to there. */
const deep = (cursor: string | null, key: string, tie: string): string => {
  const [mark] = JSON.parse(atob((cursor ?? '').replaceAll('-', '+').replaceAll('_', '/')))
  return btoa(JSON.stringify([mark, key, tie])).replaceAll('=', '')
}

/** The session's guard, and a page and one more: each with its series, its factor and its owner. */
const fewRows = 350

describe('100,000 tokens: a page costs two trips, and reads what it shows', () => {
  it.each([
    '',
    'state=unassigned',
    'state=assigned',
    `series=${series[0]}`,
    `series=${series[0]}&state=assigned`,
    `series=${series[1]}`,
    'search=s0',
    `search=S0&series=${series[0]}&state=unassigned`,
  ])('%s', async (query) => {
    const top = await ask(query)
    const bottom = await ask(query, deep(top.next, 'serial', 'S049000'))
    for (const { serials, next, trips, read } of [top, bottom]) {
      expect([serials.length, next, trips]).toEqual([50, expect.any(String), 2])
      expect(serials).toEqual(serials.toSorted())
      expect(read).toBeLessThan(fewRows)
    }
    expect(bottom.serials[0]! > 'S049000').toBe(true)
    const second = await ask(query, top.next)
    expect(second.serials[0]! > top.serials.at(-1)!).toBe(true)
  })

  it('a search by owners comes to its end, whoever holds nothing', async () => {
    const found: string[] = []
    let next: string | null = null
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask('search=p00', next)
      found.push(...page.serials)
      expect(page.read).toBeLessThan(4000)
      next = page.next
    } while (next)
    expect(found).toHaveLength(999)
    expect(new Set(found).size).toBe(999)
    expect((await ask('search=p000010')).serials).toEqual(['S000010'])
  })

  it('the fleet, and whether one is left to be had, read next to nothing', async () => {
    worker.d1.reset()
    const { body } = await root.get('/api/admin/hardware-tokens/fleet')
    expect(body.leaving).toHaveLength(0)
    expect(worker.d1.rowsRead()).toBeLessThan(100)
    await change('UPDATE hardware_token SET leaves_at = 1 WHERE leaves_at IS NOT NULL')
    worker.d1.reset()
    expect((await root.get('/api/admin/hardware-tokens/fleet')).body.leaving).toHaveLength(100)
    expect(worker.d1.rowsRead()).toBeLessThan(700)
    worker.d1.reset()
    expect((await root.get('/api/factors')).body.enrollable).toContain('hardware')
    expect(worker.d1.rowsRead()).toBeLessThan(100)
  })

  it('leave as a file page by page, no faster than it is read', async () => {
    const cookie = [...root.cookies.values()]
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const address = new URL('/api/admin/hardware-tokens/export', env.ORIGIN)
    worker.d1.reset()
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
    expect(worker.d1.rowsRead()).toBeLessThan(3 * 2000 * 7)
  })
})
