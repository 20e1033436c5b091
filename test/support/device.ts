/** An installation of our authenticator in software: keys of its own, written from the contract alone. */
import { Secret, TOTP } from 'otpauth'
import type { Answer, Client } from './client.ts'
import { rows } from './database.ts'
import { addPerson, expectStatus, type Person, signIn, visitor } from './people.ts'
import type { TestedWorker } from './worker.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const toText = (buffer: ArrayBuffer): string =>
  btoa(String.fromCodePoint(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

const keyPair = (name: 'ECDSA' | 'ECDH', uses: ('sign' | 'verify' | 'deriveBits')[]) =>
  crypto.subtle.generateKey({ name, namedCurve: 'P-256' }, true, uses) as Promise<CryptoKeyPair>
const pointOf = async ({ publicKey }: CryptoKeyPair): Promise<string> =>
  toText((await crypto.subtle.exportKey('raw', publicKey)) as ArrayBuffer)

export type Device = {
  id: string
  code: (stepsAway?: number) => string
  sign: (...texts: string[]) => Promise<string>
  /** What the Worker answered to its registration. */
  given: Record<string, string>
}

/** An installation before it is registered. */
export const install = async () => {
  const signing = await keyPair('ECDSA', ['sign', 'verify'])
  const exchange = await keyPair('ECDH', ['deriveBits'])
  const exchangeKey = await pointOf(exchange)
  const request = { name: 'Phone', signingKey: await pointOf(signing), exchangeKey }
  const sign = async (...texts: string[]): Promise<string> => {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    return toText(
      await crypto.subtle.sign(algorithm, signing.privateKey, utf8(texts.join('\u0000'))),
    )
  }
  const open = async (given: Record<string, string>): Promise<Device> => {
    const { id = '', serverKey = '', iv = '', sealed = '' } = given
    const parameters = { name: 'ECDH', namedCurve: 'P-256' }
    const theirs = await crypto.subtle.importKey('raw', toBytes(serverKey), parameters, false, [])
    const derivation = { name: 'ECDH', public: theirs } as unknown as SubtleCryptoDeriveKeyAlgorithm
    const shared = await crypto.subtle.deriveBits(derivation, exchange.privateKey, 256)
    const key = await crypto.subtle.deriveKey(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: new Uint8Array(),
        info: utf8(`latchkey/device-seed\u0000${exchangeKey}\u0000${serverKey}`),
      },
      await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
      { name: 'AES-GCM', length: 256 },
      false,
      ['decrypt'],
    )
    const seed = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: toBytes(iv), additionalData: utf8(id) },
      key,
      toBytes(sealed),
    )
    const otp = new TOTP({ secret: new Secret({ buffer: seed }) })
    const code = (away = 0) => otp.generate({ timestamp: Date.now() + away * 30_000 })
    return { id, code, sign, given }
  }
  return { request, sign, open }
}

/** Begins to register a new installation. @throws where that is refused */
export const startDevice = async (browser: Client, more: object = {}): Promise<Device> => {
  const { request, open } = await install()
  const answer = await browser.post('/api/authenticator/register', { ...request, ...more })
  return open(expectStatus(answer, 201).body)
}

/** By the code of the step before this one, so that this step's is unspent. */
export const confirmDevice = async (
  browser: Client,
  { id, code, sign }: Device,
  typed = code(-1),
  signature?: string,
): Promise<Answer> =>
  browser.post(`/api/authenticator/register/${id}/confirm`, {
    code: typed,
    signature: signature ?? (await sign('latchkey/device-confirm', id, typed)),
  })

export const registerDevice = async (browser: Client, more: object = {}): Promise<Device> => {
  const device = await startDevice(browser, more)
  expectStatus(await confirmDevice(browser, device), 200)
  return device
}

/** Signs in by the device, after the password. */
export const answerWith = async (
  browser: Client,
  challenge: string,
  { id, code, sign }: Device,
  { typed = code(), signature }: { typed?: string; signature?: string } = {},
): Promise<Answer> =>
  browser.post('/api/login/device', {
    id,
    code: typed,
    signature: signature ?? (await sign('latchkey/device-login', challenge, id, typed)),
  })

export type Owner = Person & { device: Device; browser: Client }

/** A person with a registered device, signed in where they registered it. */
export const addOwner = async (
  worker: TestedWorker,
  root: Client,
  fields: Record<string, unknown> = {},
): Promise<Owner> => {
  const person = await addPerson(root, { mfaRequired: true, ...fields })
  const browser = visitor(worker)
  expectStatus(await signIn(browser, person), 200)
  return { ...person, device: await registerDevice(browser), browser }
}

/** The password proved, and what a device has to sign. */
export const challenged = async (
  worker: TestedWorker,
  person: Person,
  browser = visitor(worker),
): Promise<{ browser: Client; challenge: string }> => {
  const { body } = expectStatus(await signIn(browser, person), 200)
  if (typeof body.challenge !== 'string') throw new Error(`held as ${JSON.stringify(body)}`)
  return { browser, challenge: body.challenge }
}

/** The devices of a person that count, the oldest first. */
export const devicesOf = async ({ id }: { id: string }): Promise<unknown[]> => {
  const found = await rows(
    `SELECT id FROM factor WHERE user_id = ? AND method = 'device' AND confirmed_at IS NOT NULL
     ORDER BY confirmed_at`,
    id,
  )
  return found.map((row) => row['id'])
}
