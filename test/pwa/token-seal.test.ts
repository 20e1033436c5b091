import { describe, expect, it } from 'vitest'
import { createVaultKey, seal, unseal } from '../../pwa/authenticator/crypto/token-seal.ts'
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

describe('a sealed token', () => {
  it('opens to what was sealed', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    expect(decodeToken(token.id, await unseal(key, record))).toEqual(token)
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

  it('does not open as another version', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    await expect(unseal(key, { ...record, version: 2 })).rejects.toThrow(/version/)
  })

  it('does not open after one bit has changed', async () => {
    const key = await createVaultKey()
    const record = await seal(key, token.id, encodeToken(token))
    new Uint8Array(record.ciphertext)[0]! ^= 1
    await expect(unseal(key, record)).rejects.toMatchObject({ name: 'OperationError' })
  })
})
