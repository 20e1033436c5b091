import { beforeEach, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, dump, factorFailures, rows } from '../support/database.ts'
import {
  addPerson,
  between,
  enroll,
  expectStatus,
  guessCodes,
  hold,
  type Holder,
  house,
  signIn,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
let holder: Holder
let browser: Client
let codes: string[]

const makeCodes = async (): Promise<string[]> =>
  expectStatus(await browser.post('/api/factors/recovery', {}), 201).body.codes
const renew = async () => {
  const person = await addPerson(root)
  browser = visitor(worker)
  holder = { ...person, uri: await enroll(browser, person) }
  codes = await makeCodes()
}
const recover = (code: unknown, person = holder) => signIn(visitor(worker), person, { code })
const take = (): string => codes.pop() ?? ''

beforeEach(renew)

describe('R17 recovery codes', () => {
  it('are ten of 128 bits, shown once, and kept as hashes', async () => {
    expect(new Set(codes).size).toBe(10)
    const compact = codes.map((code) => code.replaceAll('-', ''))
    for (const code of compact) expect(code).toMatch(/^[A-Z2-7]{26}$/)
    const database = await dump()
    for (const code of [...codes, ...compact]) expect(database).not.toContain(code)
    const { body } = await browser.get('/api/factors')
    expect(body).toMatchObject({ recoveryCodesLeft: 10 })
    expect(body.factors).toHaveLength(1)
  })

  it('are offered beside the factor once there are any, and stand in for it', async () => {
    const held = visitor(worker)
    expect((await signIn(held, holder)).body.methods).toEqual(['totp', 'recovery'])
    const answer = await held.post('/api/login/factor', { method: 'recovery', code: take() })
    expect(answer.body.status).toBe('authenticated')
    expect((await held.get('/api/factors')).body.recoveryCodesLeft).toBe(9)
    expect(await auditOf(holder.id)).toContain('sign-in recovery')
  })
})

describe('R18 a recovery code is not enough by itself', () => {
  it('needs the password, and is not spent without it', async () => {
    const code = take()
    const wrong = { ...holder, password: 'not this one' }
    expect((await recover(code, wrong)).body.code).toBe('invalid_credentials')
    const bare = await visitor(worker).post('/api/login/factor', { method: 'recovery', code })
    expect(bare.status).toBe(401)
    expect((await recover(code)).status).toBe(200)
  })
})

describe('E06 one recovery code, one use', () => {
  it('one after the other', async () => {
    const code = take()
    expect((await recover(code)).status).toBe(200)
    expect((await recover(code)).body.code).toBe('invalid_code')
  })

  it('of twenty at a time, with 200 ms to the database', async () => {
    const browsers: Client[] = []
    for (let n = 0; n < 20; n++) browsers.push(await hold(worker, holder))
    worker.d1.reset({ latencyMs: 200 })
    const code = take()
    const answers = await Promise.all(
      browsers.map((one) => one.post('/api/login/factor', { method: 'recovery', code })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('also to step up', async () => {
    const code = take()
    const stepUp = () => browser.post('/api/session/step-up', { method: 'recovery', code })
    expect((await stepUp()).status).toBe(200)
    expect((await stepUp()).body.code).toBe('invalid_code')
    expect((await recover(code)).body.code).toBe('invalid_code')
  })

  it('typed in lower case, without dashes or with spaces, it is the same code', async () => {
    const forms = [
      (code: string) => code.toLowerCase(),
      (code: string) => code.replaceAll('-', ''),
      (code: string) => ` ${code.replaceAll('-', ' ')} `,
    ]
    for (const form of forms) {
      const code = take()
      expect((await recover(form(code))).status).toBe(200)
      expect((await recover(code)).status).toBe(401)
    }
  })

  it('whatever its last character: no second text stands for the same code', async () => {
    // 26 characters of base32 carry 130 bits: two of the last one mean nothing.
    const code = take()
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(code.at(-1) ?? '')
    const twin = code.slice(0, -1) + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[last ^ 1]
    const statuses = [(await recover(code)).status, (await recover(twin)).status]
    expect(statuses).toEqual([200, 401])
  })

  it('is nobody else’s', async () => {
    const code = take()
    const other = await addPerson(root)
    const uri = await enroll(visitor(worker), other)
    expect((await recover(code, { ...other, uri })).status).toBe(401)
    expect((await recover(code)).status).toBe(200)
  })

  it('is dead once new ones are made', async () => {
    const code = take()
    const made = await makeCodes()
    expect((await recover(code)).status).toBe(401)
    expect((await recover(made[0])).status).toBe(200)
  })

  it('is dead once the factor it stood in for is removed', async () => {
    const [factor] = (await browser.get('/api/factors')).body.factors
    expect((await browser.delete(`/api/factors/${factor.id}`)).status).toBe(204)
    expect(await rows('SELECT id FROM factor WHERE user_id = ?', holder.id)).toEqual([])
    expect((await browser.post('/api/factors/recovery', {})).status).toBe(409)
  })

  it('is refused when it was made anew while it was on its way', async () => {
    const held = await hold(worker, holder)
    worker.d1.reset({ latencyMs: 200 })
    const answer = held.post('/api/login/factor', { method: 'recovery', code: take() })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await change(`DELETE FROM factor WHERE user_id = ? AND method = 'recovery'`, holder.id)
    expect((await answer).status).toBe(401)
  })
})

describe('recovery codes that are asked for while something else happens', () => {
  const endings: [string, string][] = [
    ['ended', 'DELETE FROM session WHERE user_id = ?'],
    ['outlived by a new stamp', 'UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?'],
    ['that of somebody disabled', 'UPDATE user SET disabled_at = 1 WHERE id = ?'],
  ]
  it.each(endings)('are not made by a session that is %s by then', async (_, sql) => {
    const former = await rows('SELECT id FROM recovery_code ORDER BY id')
    const answer = await between(
      worker,
      2,
      () => browser.post('/api/factors/recovery', {}),
      () => change(sql, holder.id),
    )
    expect([answer.status, answer.body.codes]).toEqual([401, undefined])
    expect(await rows('SELECT id FROM recovery_code ORDER BY id')).toEqual(former)
    expect((await auditOf(holder.id)).filter((line) => line.startsWith('recovery'))).toHaveLength(1)
  })

  const removeFactor = async () => {
    const [factor] = (await browser.get('/api/factors')).body.factors
    return browser.delete(`/api/factors/${factor.id}`)
  }
  const expectNoOrphan = async () => {
    expect(await rows('SELECT id FROM factor WHERE user_id = ?', holder.id)).toEqual([])
    expect((await signIn(visitor(worker), holder)).body.status).toBe('authenticated')
  }

  it('are not made where the factor they stand in for goes first: nobody is locked out by them', async () => {
    const ask = () => browser.post('/api/factors/recovery', {})
    const made = await between(worker, 2, ask, async () => {
      expect((await removeFactor()).status).toBe(204)
    })
    expect([made.status, made.body.codes]).toEqual([401, undefined])
    await expectNoOrphan()
  })

  it('go with the factor that is removed right after: nobody is locked out by them', async () => {
    const [factor] = (await browser.get('/api/factors')).body.factors
    const remove = () => browser.delete(`/api/factors/${factor.id}`)
    expect((await between(worker, 2, remove, makeCodes)).status).toBe(204)
    await expectNoOrphan()
  })
})

describe('T05 R07 a suspended authenticator', () => {
  it('is helped by a recovery code, and only by a right one', async () => {
    await guessCodes(worker, holder, 10)
    await change(
      `UPDATE attempt SET failures = 50, not_before = 200000000000 WHERE subject = ?`,
      `factor:totp:${holder.id}`,
    )
    expect((await recover(codeAt(holder.uri))).status).toBe(429)
    const wrong = `${take().slice(0, -6)}AAAAA2`
    expect((await recover(wrong)).status).toBe(401)
    expect((await recover(codeAt(holder.uri))).status).toBe(429)
    expect((await recover(take())).status).toBe(200)
    expect(await factorFailures(holder.id)).toBe(0)
    expect((await recover(codeAt(holder.uri))).status).toBe(200)
  })

  it('counts wrong recovery codes by themselves, and delays them after ten', async () => {
    const wrong = 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A'
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await recover(wrong)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    const code = take()
    expect((await recover(code)).status).toBe(429)
    expect((await recover(codeAt(holder.uri))).status).toBe(200)
    pass(30)
    expect((await recover(code)).status).toBe(200)
  })
})
