/**
 * What a passkey costs the server: the CPU of one verification by kind of key, and a sign-in by passkey
 * alone through the real Worker in workerd. Beside it the password hash, which a passkey alone spares.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { defaultSettings } from '../../schema/policy.ts'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { hashPassword } from '../../worker/crypto/password.ts'
import { verifyAssertion } from '../../worker/flow/passkey-assertion.ts'
import { bytesOf, coseKeyOf } from '../support/cose.ts'
import { expectStatus, setUp, visitor } from '../support/people.ts'
import { addKeeper, type Keeper, login, optionsOf } from '../support/passkey.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'
import { testedWorker } from '../support/worker.ts'
import { line, type Times, timesOf } from './figures.ts'

const ROUNDS = 20
const PER_ROUND = 50
const worker = testedWorker()
let keeper: Keeper

beforeAll(async () => {
  const root = await setUp(worker)
  keeper = await addKeeper(worker, root)
}, 60_000)

/** The clock of workerd moves at I/O only, so each measurement ends with a turn of the event loop. */
const measured = async (work: () => Promise<unknown>): Promise<number> => {
  await new Promise((done) => setTimeout(done, 0))
  const started = performance.now()
  await work()
  await new Promise((done) => setTimeout(done, 0))
  return performance.now() - started
}

/** In microseconds: one alone is too quick for the clock. */
const verifying = async (algorithm: 'EdDSA' | 'ES256' | 'RS256'): Promise<Times> => {
  const key = newAuthenticator({ algorithm, counts: false, resident: false })
  const challenge = 'A'.repeat(43)
  await key.create({ challenge, rp: {}, user: { id: 'x' } })
  const [credential] = key.held
  if (!credential) throw new Error('nothing was made')
  const response = { ...(await key.assert(credential, challenge)), type: 'public-key' as const }
  const question = {
    response,
    purpose: 'factor' as const,
    challenge: {
      id: 'challenge',
      challenge: bytesOf(challenge),
      purpose: 'factor' as const,
      userId: 'somebody',
    },
    stored: {
      factorId: 'factor',
      userId: 'somebody',
      owner: 'somebody',
      publicKey: await coseKeyOf(algorithm, credential.keys),
      signCount: 0,
      transports: [],
      backupEligible: false,
      uvInitialized: true,
    },
    userId: 'somebody',
    party: { id: 'localhost', name: 'Latchkey', origins: ['http://localhost:8787'] },
    settings: defaultSettings,
  }
  expect((await verifyAssertion(question)).kind).toBe('good')
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const together = await measured(async () => {
      for (let turn = 0; turn < PER_ROUND; turn += 1) await verifyAssertion(question)
    })
    taken.push((together * 1000) / PER_ROUND)
  }
  return timesOf(taken)
}

const hashing = async (): Promise<Times> => {
  const peppers = parseKeyring('PASSWORD_PEPPERS', env.PASSWORD_PEPPERS)
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    taken.push(await measured(() => hashPassword(peppers, 'correct horse battery')))
  return timesOf(taken)
}

const signingIn = async () => {
  const taken: number[] = []
  let trips = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const browser = visitor(worker)
    const response = await keeper.key.get(await optionsOf(browser, login))
    worker.d1.reset()
    const started = performance.now()
    expectStatus(await browser.post(login, { response }), 200)
    taken.push(performance.now() - started)
    trips = Math.max(trips, worker.d1.trips())
  }
  return { times: timesOf(taken), trips }
}

const microseconds = (name: string, { p50, p95 }: Times): string =>
  `${name.padEnd(26)} p50 ${p50.toFixed(0).padStart(5)} µs  p95 ${p95.toFixed(0).padStart(5)} µs`

it('verifies passkeys', async () => {
  const [eddsa, es256, rs256] = [
    await verifying('EdDSA'),
    await verifying('ES256'),
    await verifying('RS256'),
  ]
  const alone = await signingIn()
  const hash = await hashing()
  console.log(
    [
      microseconds('one verification, EdDSA', eddsa),
      microseconds('one verification, ES256', es256),
      microseconds('one verification, RS256', rs256),
      line('sign-in by passkey alone', alone.times, `${alone.trips} trips`),
      line('a password hash', hash),
      `hash / verification, ES256 ${((hash.p50 * 1000) / es256.p50).toFixed(0)}`,
    ].join('\n'),
  )
  expect(alone.trips).toBe(2)
})
