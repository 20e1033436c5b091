/** What a statement about a new credential makes the Worker do before anybody knows whose it is. */
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { describe, expect, it, vi } from 'vitest'
import { bytesOf, cbor, concat, sign, textOf } from '../support/cose.ts'
import { homemadeAndroid } from '../support/maker.ts'
import { enrollment, optionsOf, passkeysOf } from '../support/passkey.ts'
import { addPerson, house, signedIn } from '../support/people.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'

const { worker, root } = house()

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

describe('a statement that nobody vouches for', () => {
  it('makes the Worker ask no server that its maker chose', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const key = newAuthenticator()
    const made = await key.create(await optionsOf(browser, enrollment))
    const { keys } = key.held[0] as (typeof key.held)[number]
    const object = isoCBOR.decodeFirst<Map<string, Uint8Array>>(
      bytesOf(made.response.attestationObject),
    )
    const data = object.get('authData') as Uint8Array
    const challenge = await sha256(bytesOf(made.response.clientDataJSON))
    const statement = new Map<string, unknown>([
      ['alg', -7],
      ['sig', await sign('ES256', keys, concat(data, challenge))],
      ['x5c', await homemadeAndroid(keys, challenge, 'http://169.254.169.254/latest')],
    ])
    const forged = new Map<string, unknown>([
      ['fmt', 'android-key'],
      ['attStmt', statement],
      ['authData', data],
    ])
    const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(''))
    const response = {
      ...made,
      response: { ...made.response, attestationObject: textOf(cbor(forged as never)) },
    }
    const answer = await browser.post(enrollment, { response })
    expect(asked).not.toHaveBeenCalled()
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid_passkey'])
    expect(await passkeysOf(person.id)).toEqual([])
  })
})
