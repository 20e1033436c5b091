import { describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Answer, Client } from '../support/client.ts'
import { change, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  exhaust,
  house,
  newNetwork,
  type Person,
  signIn,
  trustedBrowserOf,
  visitor,
} from '../support/people.ts'
import { computeEachHash } from '../support/slow-hash.ts'

computeEachHash()

const { worker, root } = house()

const guess = (person: Person, browser = visitor(worker)) =>
  signIn(browser, { ...person, password: 'not this one' })

const guessInTurn = async (person: Person, times: number, browser?: Client): Promise<Answer[]> => {
  const answers: Answer[] = []
  for (let turn = 0; turn < times; turn++) answers.push(await guess(person, browser))
  return answers
}
const statuses = (answers: Answer[]) => answers.map(({ status }) => status)
const retryAfter = ({ headers }: Answer) => Number(headers.get('retry-after'))

describe('L05 K03 a burst of wrong passwords in parallel', () => {
  it('decides ten of hundreds, whatever the distance to the database, then refuses the right one too', async () => {
    const person = await addPerson(root)
    worker.d1.reset({ latencyMs: 200 })
    const bursts: Answer[][] = []
    // An isolate hashes four at a time and gives the others back, so that it takes some bursts.
    for (const size of [200, 20, 20, 20, 20])
      bursts.push(await Promise.all(Array.from({ length: size }, () => guess(person))))
    const answers = bursts.flat()
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
    const others = answers.filter(({ status }) => status !== 401)
    expect(others.filter(({ status }) => status !== 429 && status !== 503)).toEqual([])
    expect(others.filter((answer) => !(retryAfter(answer) > 0))).toEqual([])
    const right = await signIn(visitor(worker), person)
    expect(right).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } })
  })
})

describe('more sign-ins at a time than an isolate hashes', () => {
  const burst = (address: string) =>
    Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        visitor(worker, address).post('/api/login', { username: `crowd${n}`, password: 'x' }),
      ),
    )

  it('four are decided; the rest is told to come back, counted against nobody, and let in then', async () => {
    const address = newNetwork()
    const person = await addPerson(root)
    const counted = async () => {
      const found = await rows(`SELECT subject, failures FROM attempt WHERE failures > 0`)
      const of = (kind: string) => found.filter(({ subject }) => String(subject).startsWith(kind))
      return {
        accounts: of('password:').length,
        network: of(`network:${address}`)[0]?.['failures'],
      }
    }
    await change('DELETE FROM attempt')
    worker.d1.reset({ together: 12 })
    const answers = await burst(address)
    worker.d1.reset()
    const busy = answers.filter(({ status }) => status === 503)
    expect(statuses(answers).filter((status) => status === 401)).toHaveLength(4)
    expect(busy.map(({ body }) => body.code)).toEqual(Array<string>(8).fill('unavailable'))
    expect(busy.map(retryAfter)).toEqual(Array<number>(8).fill(1))
    expect(await counted()).toEqual({ accounts: 4, network: 4 })
    expect((await signIn(visitor(worker, address), person)).status).toBe(200)
    expect(statuses(await burst(address)).filter((status) => status === 401)).not.toEqual([])
  })
})

describe('L06 the correct password while the account is shut', () => {
  it('is refused exactly like a wrong one, and proves nothing', async () => {
    const person = await addPerson(root)
    expect(statuses(await guessInTurn(person, 10))).toEqual(Array<number>(10).fill(401))
    const wrong = await guess(person)
    const right = await signIn(visitor(worker), person)
    expect(wrong.status).toBe(429)
    expect(retryAfter(wrong)).toBe(30)
    expect({ ...right, headers: [...right.headers] }).toEqual({
      ...wrong,
      headers: [...wrong.headers],
    })
    pass(29)
    expect((await signIn(visitor(worker), person)).status).toBe(429)
    pass(1)
    expect((await signIn(visitor(worker), person)).status).toBe(200)
  })

  it('grows with each further failure, to an hour, and a success clears it', async () => {
    const person = await addPerson(root)
    await guessInTurn(person, 10)
    const delays = []
    for (let turn = 0; turn < 9; turn++) {
      const delay = retryAfter(await guess(person))
      delays.push(delay)
      pass(delay)
      expect((await guess(person)).status).toBe(401)
    }
    expect(delays).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    pass(3600)
    expect((await signIn(visitor(worker), person)).status).toBe(200)
    expect(statuses(await guessInTurn(person, 9))).not.toContain(429)
  })
})

describe('L07 R11 strangers who lock an account out', () => {
  it('do not shut out its owner in a trusted browser, whose guesses count by themselves', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder)
    await guessInTurn(holder, 12)
    expect((await signIn(visitor(worker), holder)).status).toBe(429)
    expect((await signIn(trusted, holder)).body.status).toBe('authenticated')
  })

  it('the lane ends after ten wrong passwords in it, and tells how long', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder)
    expect(statuses(await guessInTurn(holder, 10, trusted))).toEqual(Array<number>(10).fill(401))
    const shut = await signIn(trusted, holder)
    expect(shut.status).toBe(429)
    expect(retryAfter(shut)).toBe(30)
    // And whoever does not hold that browser is not shut out by it.
    expect((await signIn(visitor(worker), holder)).status).toBe(200)
  })

  it('is nobody’s lane but its owner’s: a trusted browser guesses at others like anyone', async () => {
    const [holder, victim] = [await addHolder(worker, root), await addPerson(root)]
    const trusted = await trustedBrowserOf(worker, holder)
    await guessInTurn(victim, 10)
    expect((await guess(victim, trusted)).status).toBe(429)
  })
})

describe('L14 R52 who counts as one network', () => {
  it('is shut after a hundred failures whatever else claims an address, and opens again', async () => {
    const address = newNetwork()
    const guessFrom = (n: number) =>
      visitor(worker, address).post(
        '/api/login',
        { username: `nobody${n}`, password: 'x' },
        {
          'x-forwarded-for': `198.51.100.${n}`,
          'true-client-ip': `198.51.100.${n}`,
          'x-real-ip': `198.51.100.${n}`,
          forwarded: `for=198.51.100.${n}`,
        },
      )
    const answers: Answer[] = []
    for (let n = 0; n < 5; n++) answers.push(await guessFrom(n))
    const counted = await rows(
      'SELECT failures FROM attempt WHERE subject = ?',
      `network:${address}`,
    )
    expect(counted).toEqual([{ failures: 5 }])
    await exhaust(address, 95)
    for (let n = 5; n < 11; n++) answers.push(await guessFrom(n))
    expect(statuses(answers)).toEqual([...Array<number>(10).fill(401), 429])
    const stranger = await addPerson(root)
    expect((await signIn(visitor(worker, address), stranger)).status).toBe(429)
    expect((await signIn(visitor(worker), stranger)).status).toBe(200)
    pass(minutes(10))
    expect((await signIn(visitor(worker, address), stranger)).status).toBe(200)
  })

  it('counts all addresses of an IPv6 /64 as one, however written', async () => {
    const addresses = ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff::9', '2001:db8:1:2:3:4:5:6']
    for (const address of addresses)
      await visitor(worker, address).post('/api/login', { username: 'nobody64', password: 'x' })
    const counted = await rows(
      `SELECT subject, failures FROM attempt WHERE subject LIKE 'network:2001%'`,
    )
    expect(counted.map(({ failures }) => failures)).toEqual([3])
  })

  it.each([
    '',
    'junk',
    '999.999.999.999',
    ':::::',
    '::',
    '1:2',
    'x'.repeat(4000),
    ':'.repeat(4000),
    '%00',
    "'--",
  ])('is not confused by the address %j', async (address) => {
    const answer = await visitor(worker, address).post('/api/login', {
      username: 'nobody',
      password: 'x',
    })
    expect([400, 401, 429]).toContain(answer.status)
  })
})
