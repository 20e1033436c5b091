import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client.ts'
import { rows } from '../support/database.ts'
import { flag, type Forgery } from '../support/authenticator-model.ts'
import { cbor, concat, coseAlgorithm, ecKey, rsaKey, textOf } from '../support/cose.ts'
import { expectStatus, house, sessionStatus, visitor } from '../support/people.ts'
import {
  addKeeper,
  addPasskey,
  enrollment,
  type Keeper,
  login,
  optionsOf,
  passkeysOf,
  usePasskey,
} from '../support/passkey.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'

const { worker, root } = house()
let alice: Keeper
let account: Client

beforeAll(async () => {
  alice = await addKeeper(worker, root)
  account = visitor(worker)
  expectStatus(await usePasskey(account, alice.key), 200)
})

const random = (length: number) => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, length)))
  return bytes
}
const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Junk is nothing to think about for long, and no fault of ours. */
const expectJunk = async (what: string, request: () => Promise<Answer>): Promise<void> => {
  const began = performance.now()
  const { status } = await request()
  expect([what, status]).toEqual([what, expect.toBeOneOf([400, 401, 413])])
  expect([what, performance.now() - began < 5000]).toEqual([what, true])
}

const expectNotEnrolled = async (what: string, forged: Forgery): Promise<void> => {
  const before = await passkeysOf(alice.id)
  await expectJunk(what, () => addPasskey(account, newAuthenticator(), forged))
  expect(await passkeysOf(alice.id)).toEqual(before)
}

describe('P08 a credential id', () => {
  it.each([
    [1, 400],
    [15, 400],
    [16, 201],
    [1023, 201],
    [1024, 400],
    [100_000, 413],
  ])('of %d bytes is answered %d', async (length, status) => {
    const { key, ...person } = await addKeeper(worker, root)
    const browser = visitor(worker)
    await usePasskey(browser, key)
    const other = newAuthenticator()
    const made = await addPasskey(browser, other, { credentialId: random(length) })
    expect(made.status).toBe(status)
    expect(await passkeysOf(person.id)).toHaveLength(status === 201 ? 2 : 1)
    const used = await usePasskey(visitor(worker), other)
    expect(used.status).toBe(status === 201 ? 200 : status)
  })

  it('that the browser calls by another, allowed length is still none', async () => {
    for (const length of [1, 15, 1024])
      await expectNotEnrolled(String(length), {
        credentialId: random(length),
        id: textOf(random(32)),
      })
  })

  it('belongs to one person: who brings it again gets nothing, and nothing half', async () => {
    const thief = await addKeeper(worker, root)
    const browser = visitor(worker)
    await usePasskey(browser, thief.key)
    const credentialId = alice.key.held[0]?.id ?? random(32)
    const made = await addPasskey(browser, newAuthenticator(), { credentialId })
    expect([made.status, made.setCookies.some(({ value }) => value !== '')]).toEqual([409, false])
    expect(await rows('SELECT id FROM factor WHERE user_id = ?', thief.id)).toHaveLength(1)
    expect((await usePasskey(visitor(worker), alice.key)).status).toBe(200)
  })

  it('that two people bring at once becomes one’s', async () => {
    const people = [await addKeeper(worker, root), await addKeeper(worker, root)]
    const credentialId = random(32)
    const requests: (() => Promise<Answer>)[] = []
    for (const { key } of people) {
      const browser = visitor(worker)
      await usePasskey(browser, key)
      const options = await optionsOf(browser, enrollment)
      const response = await newAuthenticator().create(options, { credentialId })
      requests.push(() => browser.post(enrollment, { response }))
    }
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all(requests.map((request) => request()))
    expect(answers.map(({ status }) => status === 201)).toContain(true)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1)
    const held = await Promise.all(people.map(({ id }) => passkeysOf(id)))
    expect(held.flat()).toHaveLength(3)
    const sessions = await rows(
      'SELECT id FROM session WHERE user_id IN (?, ?)',
      people[0]?.id,
      people[1]?.id,
    )
    // One began when each signed up and one when each signed in, and the new key's took its place.
    expect(sessions.length).toBeLessThanOrEqual(4)
  })
})

const nested = (head: number, depth = 20_000) =>
  concat(new Uint8Array(depth).fill(head), bytes('00'))

/** CBOR that is no attestation object. */
const junk: Record<string, Uint8Array<ArrayBuffer>> = {
  'lists in lists': nested(0x81),
  'maps in maps': nested(0xa1),
  'tags on tags': nested(0xc1),
  'a map of 2^64 - 1': bytes('bbffffffffffffffff'),
  'a map of 2^31': bytes('ba80000000'),
  'a list of 2^32 - 1': bytes('9affffffff'),
  'a list of 2^53': bytes('9b0020000000000000'),
  'bytes without end': bytes('5bffffffffffffffff'),
  'a text of 4 GiB': bytes('7affffffff'),
  'a list of no stated length': concat(bytes('9f'), new Uint8Array(20_000), bytes('ff')),
  'a map of no stated length': bytes('bf6161016162'),
  'a text of no stated length': bytes('7f6161ff'),
  nothing: bytes('f6'),
  'a list': bytes('80'),
  'a number': bytes('1b0000000000000000'),
  'a half float': bytes('f97e00'),
  'a reserved head': bytes('1c'),
  'a break': bytes('ff'),
  'one key twice': bytes('a2616101616102'),
  prototype: cbor(new Map([['__proto__', new Map([['fmt', 'none']])]])),
}

const object = (fmt: unknown, statement: unknown, authData: unknown) =>
  cbor(
    new Map([
      ['fmt', fmt],
      ['attStmt', statement],
      ['authData', authData],
    ]) as Map<string, string>,
  )

describe('P08 CBOR', () => {
  it.each(Object.entries(junk))(
    '%s: instead of an attestation object, a key, extensions',
    async (what, value) => {
      await expectNotEnrolled(what, { attestationObject: () => value })
      await expectNotEnrolled(what, { publicKey: value })
      // Extensions that say nothing to us are nothing to refuse.
      if (what === 'a list' || what === 'prototype') return
      const extended = { flags: (flags: number) => flags | flag.ED, trailing: value }
      await expectNotEnrolled(what, extended)
      await expectJunk(what, () => usePasskey(visitor(worker), alice.key, extended))
    },
  )

  it('that is cut, continued or put together otherwise', async () => {
    const data = random(200)
    const forgeries: Record<string, (whole: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>> = {
      'half of it': (whole) => whole.slice(0, whole.length / 2),
      'without its last byte': (whole) => whole.slice(0, -1),
      'with a byte more': (whole) => concat(whole, new Uint8Array(1)),
      twice: (whole) => concat(whole, whole),
      'random authenticator data': () => object('none', new Map(), data),
      'short authenticator data': () => object('none', new Map(), data.slice(0, 36)),
      'authenticator data as text': () => object('none', new Map(), 'x'.repeat(100)),
      'no authenticator data': () => object('none', new Map(), null),
      'a statement that is none': () => object('none', null, data),
      'a format that is none': () => object(null, new Map(), data),
      'a format that nobody knows': () => object('ours', new Map(), data),
      'a format by a name of ours': () => object('constructor', new Map(), data),
    }
    for (const [what, attestationObject] of Object.entries(forgeries))
      await expectNotEnrolled(what, { attestationObject })
  })

  it('or authenticator data, too short, too long, or saying what is not there', async () => {
    for (const length of [1, 36, 6000]) {
      const response = await alice.key.get(await optionsOf(account, login))
      response.response.authenticatorData = textOf(random(length))
      await expectJunk(String(length), () => account.post(login, { response }))
    }
    const forgeries: Record<string, Forgery> = {
      'a byte more': { trailing: new Uint8Array(1) },
      'extensions that are missing': { flags: (flags) => flags | flag.ED },
      'a credential that is missing': { flags: (flags) => flags ^ flag.AT },
    }
    for (const [what, forged] of Object.entries(forgeries)) {
      await expectNotEnrolled(what, forged)
      const browser = visitor(worker)
      await expectJunk(what, () => usePasskey(browser, alice.key, forged))
      expect(await sessionStatus(browser)).toBe(401)
    }
  })

  it('or a body that is too large, or not base64url', async () => {
    const response = await alice.key.get(await optionsOf(account, login))
    const parts = ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] as const
    for (const part of parts)
      for (const text of ['A'.repeat(100_000), 'a+b/', 'AA==', '', 'Ä', 7, null, {}]) {
        if (part === 'userHandle' && text === null) continue
        const forged = { ...response, response: { ...response.response, [part]: text } }
        await expectJunk(`${part} ${JSON.stringify(text).slice(0, 9)}`, () =>
          account.post(login, { response: forged }),
        )
      }
    for (const more of [
      { type: 'password' },
      { id: 'x' },
      { rawId: '' },
      { more: 1 },
      { response: null },
    ])
      await expectJunk(JSON.stringify(more), () =>
        account.post(login, { response: { ...response, ...more } }),
      )
  })
})

describe('P10 a key', () => {
  const okp = (x: Uint8Array, curve = 6) =>
    cbor(
      new Map<number, number | Uint8Array>([
        [1, 1],
        [3, -8],
        [-1, curve],
        [-2, x],
      ]),
    )
  const keys: Record<string, Uint8Array<ArrayBuffer>> = {
    'RS1, which nobody asked for': rsaKey(random(256), coseAlgorithm.RS1),
    'RS256 of 512 bits': rsaKey(concat(bytes('ff'), random(62), bytes('01'))),
    'RS256 of 1024 bits': rsaKey(concat(bytes('ff'), random(126), bytes('01'))),
    'RS256 of 512 bits, padded with zeros': rsaKey(
      concat(new Uint8Array(192), bytes('ff'), random(62), bytes('01')),
    ),
    'RS256 of 32 KB': rsaKey(random(20_000)),
    'ES384, which nobody asked for': ecKey(random(48), random(48), coseAlgorithm.ES384, 2),
    'ES256 off the curve': ecKey(random(32), random(32)),
    'ES256 at 0, 0': ecKey(new Uint8Array(32), new Uint8Array(32)),
    'ES256 on another curve': ecKey(random(48), random(48), coseAlgorithm.ES256, 2),
    'ES256 cut short': ecKey(random(31), random(31)),
    'ES256 that is RSA': rsaKey(random(256), coseAlgorithm.ES256),
    'Ed25519 of 31 bytes': okp(random(31)),
    'Ed448 as EdDSA': okp(random(57), 7),
    'ML-DSA, which nobody asked for': cbor(
      new Map<number, number | Uint8Array>([
        [1, 7],
        [3, -48],
        [-1, random(1312)],
      ]),
    ),
    'of no algorithm': cbor(new Map<number, number>([[1, 2]])),
  }

  it.each(Object.entries(keys))('%s', async (what, publicKey) => {
    await expectNotEnrolled(what, { publicKey })
  })
})
