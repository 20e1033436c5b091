/**
 * What a passkey costs the server: the CPU of one verification by kind of key, and a sign-in by passkey
 * alone through the real Worker in workerd. Beside it the password hash, which a passkey alone spares.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { defaultSettings } from '../../schema/policy.ts'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { hashPassword } from '../../worker/crypto/password.ts'
import { verifyAssertion } from '../../worker/flow/passkey/assertion.ts'
import { verifyRegistration } from '../../worker/flow/passkey/registration.ts'
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

const algorithms = ['EdDSA', 'ES256', 'RS256'] as const
type Algorithm = (typeof algorithms)[number]

/** In microseconds: one alone is too quick for the clock. */
const each = async (work: () => Promise<{ kind: string }>): Promise<Times> => {
  expect((await work()).kind).toBe('good')
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const together = await measured(async () => {
      for (let turn = 0; turn < PER_ROUND; turn += 1) await work()
    })
    taken.push((together * 1000) / PER_ROUND)
  }
  return timesOf(taken)
}

const party = { id: 'localhost', name: 'Latchkey', origins: ['http://localhost:8787'] }
const challenge = 'A'.repeat(43)

/** A new credential, with a signature of its own key: all that browsers send without a maker's word. */
const registering = async (algorithm: Algorithm): Promise<Times> => {
  const key = newAuthenticator({ algorithm, attestation: 'self' })
  const made = await key.create({ challenge, rp: {}, user: { id: 'x' } })
  const registration = {
    response: { ...made, type: 'public-key' as const },
    challenge: bytesOf(challenge),
    party,
    settings: defaultSettings,
    automatic: false,
    roots: [],
  }
  return each(() => verifyRegistration(registration))
}

const verifying = async (algorithm: Algorithm): Promise<Times> => {
  const key = newAuthenticator({ algorithm, counts: false, resident: false })
  await key.create({ challenge, rp: {}, user: { id: 'x' } })
  const [credential] = key.held
  if (!credential) throw new Error('nothing was made')
  const response = { ...(await key.assert(credential, challenge)), type: 'public-key' as const }
  const purpose = 'factor' as const
  const question = {
    response,
    purpose,
    challenge: { id: 'challenge', challenge: bytesOf(challenge), purpose, userId: 'somebody' },
    stored: {
      factorId: 'factor',
      userId: 'somebody',
      publicKey: await coseKeyOf(algorithm, credential.keys),
      signCount: 0,
      backupEligible: false,
      uvInitialized: true,
    },
    userId: 'somebody',
    party,
    settings: defaultSettings,
  }
  return each(() => verifyAssertion(question))
}

const hashing = async (): Promise<Times> => {
  const peppers = parseKeyring('PASSWORD_PEPPERS', env.PASSWORD_PEPPERS)
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    taken.push(await measured(() => hashPassword(peppers, 'correct horse battery')))
  return timesOf(taken)
}

/** Through the real Worker; trips are of options and of their answer. */
const signingIn = async () => {
  const taken: number[] = []
  let trips = [0, 0]
  for (let round = 0; round < ROUNDS; round += 1) {
    const browser = visitor(worker)
    worker.d1.reset()
    const options = await optionsOf(browser, login)
    const asked = worker.d1.trips()
    const response = await keeper.key.get(options)
    worker.d1.reset()
    const started = performance.now()
    expectStatus(await browser.post(login, { response }), 200)
    taken.push(performance.now() - started)
    trips = [asked, worker.d1.trips()]
  }
  return { times: timesOf(taken), trips }
}

const microseconds = (name: string, { p50, p95 }: Times): string =>
  `${name.padEnd(26)} p50 ${p50.toFixed(0).padStart(5)} µs  p95 ${p95.toFixed(0).padStart(5)} µs`

it('verifies passkeys', async () => {
  const lines: string[] = []
  for (const algorithm of algorithms) {
    lines.push(microseconds(`one registration, ${algorithm}`, await registering(algorithm)))
    lines.push(microseconds(`one assertion, ${algorithm}`, await verifying(algorithm)))
  }
  const alone = await signingIn()
  const [asked, answered] = alone.trips
  lines.push(
    line('sign-in by passkey alone', alone.times, `${asked} trip and ${answered}`),
    line('a password hash', await hashing()),
  )
  console.log(lines.join('\n'))
  expect(alone.trips).toEqual([1, 2])
})
