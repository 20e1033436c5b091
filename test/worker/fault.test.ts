import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { pass, startClock, stopClock } from '../support/clock.ts'
import type { Answer, Client } from '../support/client.ts'
import { rows } from '../support/database.ts'
import type { Fault } from '../support/d1.ts'
import {
  addHolder,
  addPerson,
  enrollHere,
  expectStatus,
  hold,
  type Holder,
  setUp,
  signIn,
  trustCookie,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
let root: Client
let holder: Holder

beforeAll(async () => {
  root = await setUp(worker)
  holder = await addHolder(worker, root)
})
beforeEach(() => {
  stopClock()
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
  worker.d1.reset()
})

const code = (stepsAway = 0) => codeAt(holder.uri, Date.now(), stepsAway)
/** A factor in a session that was proved just now. */
const fresh = async (): Promise<Client> => {
  const browser = visitor(worker)
  expectStatus(await signIn(browser, holder, { code: code() }), 200)
  return browser
}

/** Each flow: what stands before the fault, and the request that meets it. */
const flows: Record<string, () => Promise<{ browser: Client; act: () => Promise<Answer> }>> = {
  'signing in with a code': async () => {
    const browser = visitor(worker)
    return { browser, act: () => signIn(browser, holder, { code: code(), trust: true }) }
  },
  'signing in, first step': async () => {
    const browser = visitor(worker)
    return { browser, act: () => signIn(browser, holder) }
  },
  'signing in, second step': async () => {
    const browser = await hold(worker, holder)
    return { browser, act: () => typeCode(browser, code(), { trust: true }) }
  },
  'a wrong code': async () => {
    const browser = await hold(worker, holder)
    return { browser, act: () => typeCode(browser, wrongCodeAt(holder.uri)) }
  },
  'a wrong password': async () => {
    const browser = visitor(worker)
    return { browser, act: () => signIn(browser, { ...holder, password: 'not this one' }) }
  },
  'signing in from a trusted browser': async () => {
    const browser = await trustedBrowserOf(worker, holder)
    await browser.post('/api/logout')
    return { browser, act: () => signIn(browser, holder) }
  },
  'signing in with a recovery code': async () => {
    const maker = await fresh()
    const { codes } = expectStatus(await maker.post('/api/factors/recovery', {}), 201).body
    const browser = await hold(worker, holder)
    const body = { method: 'recovery', code: codes[0] }
    return { browser, act: () => browser.post('/api/login/factor', body) }
  },
}

const faultsOf = (trips: number) =>
  Array.from({ length: trips }, (_, before) => before + 1).flatMap((trip) =>
    (['before', 'after'] as const).map((mode): [number, Fault] => [trip, mode]),
  )
const cases = Object.keys(flows).flatMap((flow) =>
  faultsOf(2).map(([trip, mode]): [string, Fault, number] => [flow, mode, trip]),
)
const begin = (flow: string) => {
  const prepare = flows[flow]
  if (!prepare) throw new Error(flow)
  // What earlier cases left behind grows old: codes, delays and grace.
  pass(120)
  return prepare()
}

describe('X01 X02 T12 K31 the database fails at each trip of each flow', () => {
  it.each(cases)('%s: failure %s trip %d is done', async (flow, mode, trip) => {
    const { browser, act } = await begin(flow)
    worker.d1.reset({ faults: { [trip]: mode } })
    const answer = await act()
    expect(worker.d1.trips()).toBe(trip)
    worker.d1.reset()
    expect(answer.status).toBeOneOf([500, 503])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.setCookies).toEqual([])
    expect((await browser.get('/api/session')).status).toBe(401)
    // Whatever happened, the next code lets its owner in: nothing is left half done.
    pass(120)
    const again = visitor(worker)
    const retried = await signIn(again, holder, { code: code() })
    expect(retried.status).toBe(200)
    expect((await again.get('/api/session')).status).toBe(200)
  })

  it.each(Object.keys(flows))('%s has no third trip that could fail unseen', async (flow) => {
    const { act } = await begin(flow)
    worker.d1.reset()
    await act()
    expect(worker.d1.trips()).toBe(2)
  })
})

describe('T12 an answer that is lost after the code was spent', () => {
  it('burns the code, and the next one works', async () => {
    pass(120)
    worker.d1.reset({ faults: { 2: 'after' } })
    const spent = code()
    expect((await signIn(visitor(worker), holder, { code: spent })).status).toBe(500)
    worker.d1.reset()
    expect((await signIn(visitor(worker), holder, { code: spent })).body.code).toBe('invalid_code')
    expect((await signIn(visitor(worker), holder, { code: code(1) })).status).toBe(200)
  })

  it('leaves the code unspent when nothing was written', async () => {
    pass(120)
    worker.d1.reset({ faults: { 2: 'before' } })
    expect((await signIn(visitor(worker), holder, { code: code() })).status).toBe(500)
    worker.d1.reset()
    expect((await signIn(visitor(worker), holder, { code: code() })).status).toBe(200)
  })

  it('of a trusted browser: the former token is good once more from the same place', async () => {
    pass(120)
    const browser = await trustedBrowserOf(worker, holder)
    worker.d1.reset({ faults: { 2: 'after' } })
    const before = browser.cookies.get(trustCookie)?.value
    expect((await signIn(browser, holder)).status).toBe(500)
    worker.d1.reset()
    expect(browser.cookies.get(trustCookie)?.value).toBe(before)
    expect((await signIn(browser, holder)).body.status).toBe('authenticated')
  })
})

describe('X01 enrolling and changing factors', () => {
  it.each(faultsOf(3))(
    'trip %d fails %s it is done: no session, and the person can go on',
    async (trip, mode) => {
      startClock()
      stopClock()
      const person = await addPerson(root, { mfaRequired: true })
      const browser = visitor(worker)
      await signIn(browser, person)
      const { id, uri } = expectStatus(await browser.post('/api/factors/totp', {}), 201).body
      worker.d1.reset({ faults: { [trip]: mode } })
      const confirmed = await browser.post(`/api/factors/totp/${id}/confirm`, { code: codeAt(uri) })
      expect(confirmed.status).toBeOneOf([500, 503])
      expect(confirmed.setCookies).toEqual([])
      worker.d1.reset()
      expect((await browser.get('/api/session')).status).toBe(401)
      const next = await signIn(browser, person)
      // Done, and the answer lost: the key counts, and its next code opens. Else it is begun anew.
      const done = next.body.status === 'factor_required'
      expect([done, next.body.status]).toEqual([
        trip === 3 && mode === 'after',
        done ? 'factor_required' : 'enrollment_required',
      ])
      const status = done
        ? (await typeCode(browser, codeAt(uri, Date.now(), 1))).status
        : await enrollHere(browser).then(() => 200)
      expect(status).toBe(200)
      expect((await browser.get('/api/session')).status).toBe(200)
      const factors = await rows(
        'SELECT id FROM factor WHERE user_id = ? AND confirmed_at IS NOT NULL',
        person.id,
      )
      expect(factors).toHaveLength(1)
    },
  )
})

describe('X03 a counter that cannot be read', () => {
  it('refuses everybody, the right password too: never unlimited', async () => {
    const person = await addPerson(root)
    const every = Array.from({ length: 20 }, (_, trip): [number, Fault] => [trip + 1, 'before'])
    const broken = testedWorker({ faults: Object.fromEntries(every) })
    const answers = [await signIn(visitor(broken), person), await signIn(visitor(broken), person)]
    expect(answers.map(({ status }) => status)).toEqual([500, 500])
  })
})
