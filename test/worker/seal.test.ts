import { beforeEach, describe, expect, it, vi } from 'vitest'
import { auditOf, change, rows } from '../support/database.ts'
import { addHolder, house, signIn, visitor } from '../support/people.ts'
import { codeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const { worker, root } = house()

beforeEach(() => {
  // The operators are told of each; here it is done on purpose.
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

const factorsOf = async (userId: string) =>
  rows('SELECT id FROM factor WHERE user_id = ? AND confirmed_at IS NOT NULL', userId)

describe('R43 seeds sealed to their row', () => {
  it('both refuse when somebody swaps two, and the log says why', async () => {
    const holders = [await addHolder(worker, root), await addHolder(worker, root)] as const
    const [[a], [b]] = [await factorsOf(holders[0].id), await factorsOf(holders[1].id)]
    const sealedOf = async (id: unknown) =>
      (await rows('SELECT sealed FROM totp_secret WHERE factor_id = ?', id))[0]?.['sealed']
    const [sealedA, sealedB] = [await sealedOf(a?.['id']), await sealedOf(b?.['id'])]
    const put = (sealed: unknown, id: unknown) =>
      change(
        'UPDATE totp_secret SET sealed = ? WHERE factor_id = ?',
        Uint8Array.from(sealed as number[]),
        id,
      )
    await put(sealedA, b?.['id'])
    await put(sealedB, a?.['id'])
    for (const holder of holders) {
      for (const { uri } of holders) {
        const answer = await signIn(visitor(worker), holder, { code: codeAt(uri) })
        expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_code' } })
      }
      expect(await auditOf(holder.id)).toContain('sign-in totp:sealed')
    }
  })

  it.each([
    ['a bit of it is flipped', `zeroblob(60)`],
    ['it is cut short', `substr(sealed, 1, 10)`],
    ['it is empty', `x''`],
  ])('refuse when %s', async (_, sql) => {
    const holder = await addHolder(worker, root)
    const [factor] = await factorsOf(holder.id)
    await change(`UPDATE totp_secret SET sealed = ${sql} WHERE factor_id = ?`, factor?.['id'])
    expect((await signIn(visitor(worker), holder, { code: codeAt(holder.uri) })).status).toBe(401)
  })

  it('open under an old master key while it is listed, and refuse once it is gone', async () => {
    const holder = await addHolder(worker, root)
    const old = 'test1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
    const next = `next:${'C'.repeat(42)}A`
    const rotated = testedWorker({}, { MASTER_KEYS: `${next},${old}` })
    const code = codeAt(holder.uri)
    expect((await signIn(visitor(rotated), holder, { code })).status).toBe(200)
    const without = testedWorker({}, { MASTER_KEYS: next })
    const later = codeAt(holder.uri, Date.now(), 1)
    expect((await signIn(visitor(without), holder, { code: later })).status).toBe(401)
    expect((await signIn(visitor(worker), holder, { code: later })).status).toBe(200)
  })
})
