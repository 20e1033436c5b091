import { describe, expect, it } from 'vitest'
import {
  createVaultKey,
  seal,
  sealVersions,
  unseal,
} from '../../pwa/authenticator/crypto/token-seal.ts'
import { decodeToken, encodeToken } from '../../pwa/authenticator/storage/token.ts'

const token = {
  id: 'one',
  issuer: 'Example',
  account: 'alice',
  key: new TextEncoder().encode('12345678901234567890'),
  algorithm: 'SHA1' as const,
  digits: 6,
  period: 30,
  createdAt: 1_800_000_000_000,
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer

describe('a sealed token', () => {
  it('opens to what was sealed', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    expect(decodeToken(token.id, record.version, await unseal(key, record))).toEqual(token)
  })

  it('is sealed under a key that cannot be exported', async () => {
    const key = await createVaultKey()
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow(/extractable/)
  })

  it('never repeats its IV', async () => {
    const key = await createVaultKey()
    const [first, second] = await Promise.all([
      seal(key, token.id, encodeToken(token)),
      seal(key, token.id, encodeToken(token)),
    ])
    expect(first.iv).not.toEqual(second.iv)
  })

  it('does not open under another id', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    await expect(unseal(key, { ...record, id: 'two' })).rejects.toMatchObject({
      name: 'OperationError',
    })
  })

  it('does not open as a version that this release does not know', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    const unknown = Math.max(...sealVersions) + 1
    await expect(unseal(key, { ...record, version: unknown })).rejects.toThrow(/version/)
    expect(() => decodeToken(token.id, unknown, encodeToken(token))).toThrow(/version/)
  })

  it('does not open after one bit has changed', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    new Uint8Array(record.ciphertext)[0]! ^= 1
    await expect(unseal(key, record)).rejects.toMatchObject({ name: 'OperationError' })
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
  const openVaultKey = () =>
    crypto.subtle.importKey('raw', written.key, 'AES-GCM', false, ['decrypt'])

  it('of version 1 opens', async () => {
    const plaintext = await unseal(await openVaultKey(), written.record)
    expect(decodeToken('one', 1, plaintext)).toEqual(token)
  })

  it('of version 1 does not open as any other', async () => {
    const key = await openVaultKey()
    for (const version of [0, 2, 1.5, NaN])
      await expect(unseal(key, { ...written.record, version })).rejects.toThrow(Error)
  })
})
