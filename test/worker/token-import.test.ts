import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { maxErrors } from '../../schema/api/token-series.ts'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { open } from '../../worker/crypto/seal.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import { change, rows } from '../support/database.ts'
import { addPerson, hold, house, signedIn, signIn, visitor } from '../support/people.ts'
import {
  bring,
  commit,
  entraOf,
  newSeeds,
  preview,
  reportOf,
  type Seed,
  series,
  tableOf,
} from '../support/seed-file.ts'
import { codeOfSecret } from '../support/totp.ts'

const { worker, root } = house()

const held = async () => {
  const [row] = await rows(
    `SELECT (SELECT count(*) FROM hardware_token) AS tokens, (SELECT count(*) FROM token_series) AS series,
       (SELECT count(*) FROM staged_token) AS staged`,
  )
  return row
}
const anew = (seed: Seed): Seed => ({ ...seed, secret: newSeeds(1)[0]?.secret ?? seed.secret })
const counts = (fresh: number, known = 0, conflict = 0, bad = 0) => ({
  new: fresh,
  known,
  conflict,
  bad,
})

describe('a file of tokens', () => {
  it('is shown before anything of it is kept', async () => {
    const before = await held()
    const seeds = newSeeds(3)
    const text = `serial,secret\r\n${tableOf(seeds)}X1,not-a-secret!\r\n`
    const report = reportOf(await preview(root, text))
    expect(report).toEqual({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      format: 'serial-secret',
      encoding: 'base32',
      encryption: 'plain',
      warnings: ['unencrypted'],
      counts: counts(3, 0, 0, 1),
      assigned: 0,
      unknownOwners: 0,
      errors: [{ line: 5, reason: 'bad-secret' }],
    })
    expect(await held()).toEqual(before)
    const { id, ...committed } = reportOf(await commit(root, text, { label: 'First box' }))
    expect(committed).toEqual(report)
    const { body } = await root.get(`${series}/${id}`)
    expect(body).toMatchObject({ id, label: 'First box', tokens: 3, assigned: 0, people: 0 })
    const [line] = await rows(`SELECT action, outcome FROM audit ORDER BY id DESC LIMIT 1`)
    const outcome = 'new:3+known:0+conflict:0+bad:1+assigned:0'
    expect(line).toEqual({ action: 'tokens-imported', outcome })
  })

  it('S10 of ten thousand comes whole, and every secret opens in its own row only', async () => {
    const seeds = newSeeds(10_000)
    worker.d1.reset()
    const report = await bring(root, seeds)
    expect(report.counts).toEqual(counts(10_000))
    expect(worker.d1.trips()).toBeLessThan(16)
    const ring = parseKeyring('MASTER_KEYS', env.MASTER_KEYS)
    const found = await rows(
      `SELECT id, serial, sealed FROM hardware_token WHERE series_id = ?`,
      report.id,
    )
    expect(found).toHaveLength(10_000)
    const secrets = new Map(seeds.map(({ serial, secret }) => [serial, toHex(secret)]))
    for (const { id, serial, sealed } of found) {
      const place = { table: 'hardware_token', column: 'sealed', row: String(id), owner: '' }
      const box = Uint8Array.from(sealed as number[])
      const plain = await open(ring, place, box)
      if (!plain || toHex(plain) !== secrets.get(String(serial))) throw new Error(String(serial))
    }
    const [one, other] = found
    const box = Uint8Array.from(one?.['sealed'] as number[])
    const place = { table: 'hardware_token', column: 'sealed', owner: '' }
    expect(await open(ring, { ...place, row: String(one?.['id']) }, box)).not.toBe(null)
    expect(await open(ring, { ...place, row: String(other?.['id']) }, box)).toBe(null)
  })

  it('S08 names what is there already, and overwrites nothing of it', async () => {
    const [one, two, three, four] = newSeeds(4) as [Seed, Seed, Seed, Seed]
    const names = [one, two, three].map(({ serial }) => serial)
    await bring(root, [one, two, three])
    const kept = () =>
      rows('SELECT * FROM hardware_token WHERE serial IN (?, ?, ?) ORDER BY id', ...names)
    const before = await kept()
    const spelled = `${one.serial.slice(0, 3)}-${one.serial.slice(3).toLowerCase()}`
    const file = [
      { ...one, serial: spelled },
      anew(two),
      { ...three, serial: `${three.serial}0` },
      four,
    ]
    const wanted = {
      counts: counts(1, 1, 2),
      errors: [
        { line: 2, reason: 'serial-conflict' },
        { line: 3, reason: 'secret-conflict' },
      ],
    }
    expect(reportOf(await preview(root, tableOf(file)))).toMatchObject(wanted)
    expect(await bring(root, file)).toMatchObject(wanted)
    expect(await kept()).toEqual(before)
  })

  it('that holds nothing new makes no series', async () => {
    const seeds = newSeeds(2)
    await bring(root, seeds)
    const before = await held()
    const again = await bring(root, seeds)
    expect(again.counts).toEqual(counts(0, 2))
    expect(again.id).toBeUndefined()
    expect(await held()).toEqual(before)
  })

  it('names at most a thousand lines of all that it counts', async () => {
    const seeds = newSeeds(1500)
    await bring(root, seeds)
    const text = `X1,nothing\r\n${tableOf(seeds.map(anew))}`
    for (const answer of [await preview(root, text), await commit(root, text)]) {
      const report = reportOf(answer)
      expect(report.counts).toEqual(counts(0, 0, 1500, 1))
      expect(report.errors).toHaveLength(maxErrors)
      expect(report.errors.map(({ line }) => line)).toEqual(
        Array.from({ length: maxErrors }, (_, n) => n + 1),
      )
    }
  })

  it.each([
    ['the file’s name', 'Box 7.2026.csv', {}, 'Box 7.2026'],
    ['a name that shows what it is not', 'x\u202Efdp.csv', {}, 'Hardware tokens'],
    ['what was typed', 'x.csv', { label: ' Spring ' }, 'Spring'],
  ])('is called by %s', async (_, name, fields, label) => {
    const text = tableOf(newSeeds(1))
    const { id } = reportOf(await commit(root, text, fields, name))
    expect((await root.get(`${series}/${id}`)).body.label).toBe(label)
  })
})

describe('S13 what was previewed', () => {
  it.each([
    ['another file', { sha256: '0'.repeat(64) }],
    ['no file at all', {}],
  ])('is what is committed: %s is a conflict', async (_, fields) => {
    const before = await held()
    const answer = await preview(root, tableOf(newSeeds(1)), { mode: 'commit', ...fields })
    expect([answer.status, answer.body.field]).toEqual([409, 'sha256'])
    expect(await held()).toEqual(before)
  })
})

describe('tokens that the file gives to somebody', () => {
  const owned = (upns: string[]) =>
    entraOf(newSeeds(upns.length).map((seed, n) => ({ ...seed, upn: upns[n] ?? '' })))

  it('are theirs from their first code on; nothing else of them changes', async () => {
    const ada = await addPerson(root, { username: 'ada@example.org', mfaRequired: true })
    const grace = await addPerson(root)
    await change(`UPDATE user SET email = 'Grace@Example.org' WHERE id = ?`, grace.id)
    const browser = await signedIn(worker, grace)
    const text = owned(['ADA@example.org', 'grace@example.ORG', 'nobody@example.org'])
    const told = { assigned: 2, unknownOwners: 1, counts: counts(3) }
    expect(reportOf(await preview(root, text))).toMatchObject(told)
    const report = reportOf(await commit(root, text))
    expect(report).toMatchObject(told)
    const factors = await rows(
      `SELECT user_id, method, confirmed_at, handed_over FROM factor
       WHERE user_id IN (?, ?) ORDER BY user_id`,
      ada.id,
      grace.id,
    )
    const waiting = { method: 'hardware', confirmed_at: null, handed_over: 1 }
    const ids = [ada.id, grace.id].toSorted()
    expect(factors).toEqual(ids.map((user_id) => ({ user_id, ...waiting })))
    const { body } = await root.get(`${series}/${report.id}`)
    expect(body).toMatchObject({ tokens: 3, assigned: 2, people: 2 })
    expect((await browser.get('/api/session')).status).toBe(200)
    const lines = await rows(`SELECT subject_id FROM audit WHERE action = 'token-assigned'`)
    expect(lines.map((line) => String(line['subject_id'])).toSorted()).toEqual(ids)
    // The password alone brings her no further.
    expect((await signIn(visitor(worker), ada)).body.status).toBe('factor_required')
  })

  it('are nobody’s where an address is two people’s, where they are disabled, or may hold none', async () => {
    const twins = [await addPerson(root), await addPerson(root)]
    for (const { id } of twins)
      await change(`UPDATE user SET email = 'twin@example.org' WHERE id = ?`, id)
    const gone = await addPerson(root)
    await change('UPDATE user SET disabled_at = 1 WHERE id = ?', gone.id)
    const report = reportOf(await commit(root, owned(['twin@example.org', gone.username])))
    expect(report).toMatchObject({ assigned: 0, unknownOwners: 2 })
    await change(`UPDATE user_group SET allow_hardware_2fa = 0 WHERE everyone = 1`)
    const other = await addPerson(root)
    const refused = reportOf(await commit(root, owned([other.username])))
    await change(`UPDATE user_group SET allow_hardware_2fa = NULL WHERE everyone = 1`)
    expect(refused).toMatchObject({ assigned: 0, unknownOwners: 1 })
  })

  it('stop who was about to enroll on the password alone', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const browser = visitor(worker)
    expect((await signIn(browser, person)).body.status).toBe('enrollment_required')
    reportOf(await commit(root, owned([person.username])))
    expect((await browser.post('/api/factors/totp', {})).status).toBe(401)
    await hold(worker, person)
  })

  it('are not taken from who holds them', async () => {
    const [first, second] = [await addPerson(root), await addPerson(root)]
    const [seed] = newSeeds(1) as [Seed]
    reportOf(await commit(root, entraOf([{ ...seed, upn: first.username }])))
    const again = reportOf(await commit(root, entraOf([{ ...seed, upn: second.username }])))
    expect(again).toMatchObject({ counts: counts(0, 1), assigned: 0, unknownOwners: 0 })
    const factors = await rows(
      `SELECT user_id FROM factor WHERE method = 'hardware' AND user_id IN (?, ?)`,
      first.id,
      second.id,
    )
    expect(factors).toEqual([{ user_id: first.id }])
  })

  it('are ten at most for one, whoever stands in every row: each is one more that a guess may hit', async () => {
    const person = await addPerson(root)
    const factorsOf = async () =>
      Number(
        (await rows('SELECT count(*) AS n FROM factor WHERE user_id = ?', person.id))[0]?.['n'],
      )
    const text = owned(Array.from({ length: 600 }, () => person.username.toUpperCase()))
    const told = { assigned: 10, unknownOwners: 590, counts: counts(600) }
    expect(reportOf(await preview(root, text))).toMatchObject(told)
    expect(reportOf(await commit(root, text))).toMatchObject(told)
    expect(await factorsOf()).toBe(10)
    const more = owned([person.username])
    expect(reportOf(await preview(root, more))).toMatchObject({ assigned: 0, unknownOwners: 1 })
    expect(reportOf(await commit(root, more))).toMatchObject({ assigned: 0, unknownOwners: 1 })
    expect(await factorsOf()).toBe(10)
  })

  it('T02 take no code that was used before they were deleted and imported again', async () => {
    const person = await addPerson(root)
    const [seed] = newSeeds(1) as [Seed]
    const text = entraOf([{ ...seed, upn: person.username }])
    const answerTo = async (code: string) =>
      (await (await hold(worker, person)).post('/api/login/factor', { method: 'hardware', code }))
        .status
    const { id } = reportOf(await commit(root, text))
    await change('UPDATE user SET mfa_required = 1 WHERE id = ?', person.id)
    expect(await answerTo(codeOfSecret(seed.secret))).toBe(200)
    expect((await root.delete(`${series}/${id}`)).status).toBe(200)
    expect(reportOf(await commit(root, text))).toMatchObject({ assigned: 1 })
    expect(await answerTo(codeOfSecret(seed.secret))).toBe(401)
    expect(await answerTo(codeOfSecret(seed.secret, 1))).toBe(200)
  })
})
