import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import handler from '../../worker/index.ts'
import { writeLines } from '../support/audit-log.ts'
import type { Client } from '../support/client.ts'
import { minutes, pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import { addByForm, addPerson, house, type Person, signIn, visitor } from '../support/people.ts'

const { worker, root } = house()

/** Lines enough that reading them all would show. */
const many = 20_000
/** When the last of them was written, one a minute: after all that happens here, as ids are. */
const end = Math.floor(Date.now() / 1000) + 60 * (many + 60)
let busy: Person
let quiet: Person
let gone: Person
let first = 0

beforeAll(async () => {
  busy = await addByForm(root)
  quiet = await addByForm(root)
  gone = await addByForm(root)
  first = Number((await rows('SELECT max(id) AS id FROM audit'))[0]?.['id']) + 1
  await writeLines(many, end, [busy.id, gone.id, busy.id])
  await change('DELETE FROM user WHERE id = ?', gone.id)
})

const list = async (query = '', browser: Client = root) =>
  (await browser.get(`/api/admin/audit?${query}`)).body
const idsOf = (items: { id: string }[]) => items.map(({ id }) => Number(id))
const signedIn = async (person: Person): Promise<Client> => {
  const browser = visitor(worker)
  await signIn(browser, person)
  return browser
}

describe('R54 the cron job', () => {
  it('chains a long log in bounded batches of two trips', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => {})
    const trips = async (): Promise<number> => {
      worker.d1.reset()
      await handler.scheduled(
        { scheduledTime: Date.now(), cron: '*/15 * * * *', noRetry: () => {} },
        { ...env, DB: worker.d1.db },
      )
      return worker.d1.trips()
    }
    const busyTrips = await trips()
    expect(await rows('SELECT 1 FROM audit WHERE hash IS NULL')).toEqual([])
    const batches = (await rows('SELECT 1 FROM audit_checkpoint')).length
    expect(batches).toBe(Math.ceil((first + many) / 5000))
    // What the other jobs take, they take again.
    expect(busyTrips - (await trips())).toBeLessThan(batches * 2)
  })
})

describe('A07 the log is read by the page', () => {
  it('the newest first, each line once, up to the first', async () => {
    const ids: number[] = []
    let after = ''
    for (let page = 0; page < 3; page++) {
      const { items, next } = await list(`until=${end}${after}`)
      ids.push(...idsOf(items))
      after = `&after=${next}`
    }
    const last = first + many - 1
    expect(ids).toEqual(Array.from({ length: 150 }, (_, i) => last - i))
    const oldest = await list('after=3')
    expect([idsOf(oldest.items), oldest.next]).toEqual([[2, 1], null])
  })

  it.each<[string, () => string]>([
    ['all', () => ''],
    ['deep inside', () => `after=${first + 5000}`],
    ['what is newer', () => `newer=${first + 10_000}`],
    ['an action', () => 'action=trust-granted'],
    ['an action that never was', () => 'action=trust-stolen'],
    ['a busy person', () => `person=${busy.id}`],
    ['a person who is gone', () => `person=${gone.id}`],
    ['a quiet person', () => `person=${quiet.id}`],
    ['a person and an action', () => `person=${busy.id}&action=trust-granted`],
    ['a person and a rare action', () => `person=${busy.id}&action=user-added`],
    ['a stretch of time', () => `since=${end - 600_000}&until=${end - 500_000}`],
    ['a time before all', () => 'until=1'],
    [
      'a person, an action and a time',
      () => `person=${busy.id}&action=sign-out&until=${end - 500_000}`,
    ],
  ])('and reads what a page needs, of 20,000 lines: %s', async (_, query) => {
    worker.d1.reset()
    const { items } = await list(query())
    expect(items.length).toBeLessThanOrEqual(50)
    expect(worker.d1.trips()).toBeLessThanOrEqual(2)
    // For each line of a page: its place in one or two indexes, itself, and the names of two people.
    expect(worker.d1.rowsRead()).toBeLessThan(51 * 8 + 20)
  })
})

describe('R54 what is asked for is what comes', () => {
  it('an action, a person who did it or to whom it was done, and a time', async () => {
    const added = (await list(`action=user-added&person=${quiet.id}`)).items
    expect(added).toHaveLength(1)
    expect(added[0]).toMatchObject({
      action: 'user-added',
      actor: { username: 'root' },
      subject: { id: quiet.id, username: quiet.username },
    })
    const byRoot = (await list(`action=user-added&person=${added[0].actor.id}`)).items
    expect(byRoot.map(({ subject }: { subject: { id: string } }) => subject.id)).toEqual([
      gone.id,
      quiet.id,
      busy.id,
    ])
    const [since, until] = [end - 600, end - 300]
    const then = (await list(`since=${since}&until=${until}`)).items
    expect(then.map(({ at }: { at: number }) => at)).toEqual(
      [5, 6, 7, 8, 9, 10].map((minute) => end - minute * 60),
    )
  })

  it('whoever is gone keeps their id, and has no name', async () => {
    const [line] = (await list(`person=${gone.id}&action=sign-out`)).items
    expect(line.subject).toEqual({ id: gone.id, username: null })
  })

  it('to follow it: only what is newer than the line that one has', async () => {
    const [newest] = (await list()).items
    expect((await list(`newer=${newest.id}`)).items).toEqual([])
    await signedIn(quiet)
    const { items } = await list(`newer=${newest.id}`)
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['sign-in'])
  })

  it.each(['after=1e9', 'after=-1', 'newer=x', 'since=1.5', 'action=all', `person='--`, 'limit=9'])(
    'and anything else is refused: %s',
    async (query) => {
      expect((await root.get(`/api/admin/audit?${query}`)).status).toBe(400)
    },
  )
})

describe('R51 A08 who may read it, and who may take it along', () => {
  it('administrators read, super admins export, and only with a fresh proof', async () => {
    const [user, admin, superAdmin] = [
      await signedIn(await addPerson(root)),
      await signedIn(await addPerson(root, { role: 'admin' })),
      await signedIn(await addPerson(root, { role: 'super_admin' })),
    ]
    const statuses = async (browser: Client) => [
      (await browser.get('/api/admin/audit')).status,
      (await browser.get('/api/admin/audit/export?format=csv')).status,
    ]
    expect(await statuses(user)).toEqual([403, 403])
    expect(await statuses(admin)).toEqual([200, 403])
    expect((await superAdmin.get('/api/admin/audit/export?format=pdf')).status).toBe(400)
    pass(minutes(20))
    expect((await superAdmin.get('/api/admin/audit/export?format=csv')).body.code).toBe(
      'step_up_required',
    )
  })
})

describe('K10 my own activity', () => {
  it('is what I did and what was done to me, page by page', async () => {
    const browser = await signedIn(busy)
    const { items, next } = (await browser.get('/api/activity')).body
    expect(items[0]).toMatchObject({ action: 'sign-in', outcome: 'password', byMe: true })
    expect(items).toHaveLength(50)
    const more = (await browser.get(`/api/activity?after=${next}`)).body
    expect(Number(more.items[0].id)).toBeLessThan(Number(items[49].id))
    expect((await browser.get('/api/activity?after=x')).status).toBe(400)
    expect((await browser.get(`/api/activity?person=${quiet.id}`)).status).toBe(400)
  })

  it('says that somebody else did it, and nothing of where they sat', async () => {
    const person = await addByForm(root)
    const browser = await signedIn(person)
    const { items } = (await browser.get('/api/activity')).body
    expect(items.at(-1)).toMatchObject({
      action: 'user-added',
      byMe: false,
      network: '',
      browser: '',
    })
    expect(items[0].network).not.toBe('')
  })
})
