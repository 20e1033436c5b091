import { describe, expect, it } from 'vitest'
import { seal, sealVersions, unseal } from '../../pwa/authenticator/crypto/token-seal.ts'
import {
  createDeviceKey,
  createVaultKey,
  openToWrap,
  openVaultKey,
  wrapVaultKey,
} from '../../pwa/authenticator/crypto/vault-key.ts'
import { decodeToken, encodeToken, toStored } from '../../pwa/authenticator/storage/token.ts'
import { decodeVersion1 } from '../../pwa/authenticator/storage/version-1.ts'

const id = 'one'
const now = 1_800_000_000_000
const token = toStored(
  {
    type: 'totp',
    issuer: 'Example',
    account: 'alice',
    key: new TextEncoder().encode('12345678901234567890'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    counter: 0,
  },
  { order: now, now },
)

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer

describe('a sealed token', () => {
  it('opens to what was sealed', async () => {
    const key = await createVaultKey()
    const record = await seal(key, id, encodeToken(token))
    expect(decodeToken(await unseal(key, record))).toEqual(token)
  })

  it('never repeats its IV', async () => {
    const key = await createVaultKey()
    const [first, second] = await Promise.all([
      seal(key, id, encodeToken(token)),
      seal(key, id, encodeToken(token)),
    ])
    expect(first.iv).not.toEqual(second.iv)
  })

  it('does not open under another id', async () => {
    const key = await createVaultKey()
    const record = await seal(key, id, encodeToken(token))
    await expect(unseal(key, { ...record, id: 'two' })).rejects.toMatchObject({
      name: 'OperationError',
    })
  })

  it('does not open as a version that this release does not know', async () => {
    const key = await createVaultKey()
    const record = await seal(key, id, encodeToken(token))
    const unknown = Math.max(...sealVersions) + 1
    await expect(unseal(key, { ...record, version: unknown })).rejects.toThrow(/version/)
  })

  it('does not open after one bit has changed', async () => {
    const key = await createVaultKey()
    const record = await seal(key, id, encodeToken(token))
    new Uint8Array(record.ciphertext)[0]! ^= 1
    await expect(unseal(key, record)).rejects.toMatchObject({ name: 'OperationError' })
  })
})

describe('the vault key', () => {
  const wrapped = async (slot = 'passphrase') => {
    const [vaultKey, wrapping] = await Promise.all([createVaultKey(), createDeviceKey()])
    return { vaultKey, wrapping, slot: await wrapVaultKey(slot, vaultKey, wrapping) }
  }

  it('comes out of its slot for use, and cannot be read', async () => {
    const { vaultKey, wrapping, slot } = await wrapped()
    const record = await seal(vaultKey, id, encodeToken(token))
    const opened = await openVaultKey(slot, wrapping)
    expect(decodeToken(await unseal(opened, record))).toEqual(token)
    for (const key of [opened, wrapping])
      await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow(/extractable/)
  })

  it('goes into another slot without a token being sealed anew', async () => {
    const { vaultKey, wrapping, slot } = await wrapped('device')
    const record = await seal(vaultKey, id, encodeToken(token))
    const other = await createDeviceKey()
    const second = await wrapVaultKey('passphrase', await openToWrap(slot, wrapping), other)
    const plaintext = await unseal(await openVaultKey(second, other), record)
    expect(decodeToken(plaintext)).toEqual(token)
  })

  it('opens by no other key, from no other slot and after no change', async () => {
    const { wrapping, slot } = await wrapped()
    const refused = { name: 'OperationError' }
    await expect(openVaultKey(slot, await createDeviceKey())).rejects.toMatchObject(refused)
    const moved = openVaultKey({ ...slot, id: 'device' }, wrapping)
    await expect(moved).rejects.toMatchObject(refused)
    new Uint8Array(slot.wrapped)[5]! ^= 1
    await expect(openVaultKey(slot, wrapping)).rejects.toMatchObject(refused)
  })
})

/** Written by the first release, and never to be changed: people's tokens lie like this on their phones. */
const written = {
  key: Uint8Array.from({ length: 32 }, (_, index) => index),
  record: {
    id: 'one',
    version: 1,
    iv: Uint8Array.from({ length: 12 }, (_, index) => 100 + index),
    ciphertext: bytesOf(
      'Mzm3FQqcM+wcWH2togQHjS6nJCapDZARyKTCPNmZhyn4gCOlbj65ZZGUF02UNqKiOWG6tGgLcArW08i/iOjR+Sq27SL0' +
        'O1534gCJYSu5AcpGG21RxrHoop6FFP5KK35hvkGiTlt9iE6D1vyux3Sa0gBsxUWFPvd25D7Kgo7lR41j2N3yLXUMaZ8O' +
        'Dzbd0RPIx+WAzAm/VM4Ltur82UTTDPweRg==',
    ),
  },
}

describe('a token sealed by a former release', () => {
  const formerKey = () => crypto.subtle.importKey('raw', written.key, 'AES-GCM', false, ['decrypt'])

  it('of version 1 opens', async () => {
    const plaintext = await unseal(await formerKey(), written.record)
    expect(decodeVersion1(plaintext)).toEqual(token)
  })

  it('of version 1 does not open as any other', async () => {
    const key = await formerKey()
    for (const version of [0, 2, 1.5, NaN])
      await expect(unseal(key, { ...written.record, version })).rejects.toThrow(Error)
  })
})
