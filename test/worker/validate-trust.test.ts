import { beforeAll, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import { auditOf, change, rows } from '../support/database.ts'
import {
  addHolder,
  askedOf,
  between,
  type Holder,
  house,
  newNetwork,
  password,
  signIn,
  trustedBrowserOf,
  visitor,
} from '../support/people.ts'
import { handOver, setSettings } from '../support/policy.ts'
import { addKey } from '../support/application.ts'
import { addProgram, askerWith, type Program } from '../support/program.ts'
import { carry, familiesOf, valueOf } from '../support/trust.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
const trusting = { details: { trust: true } }
let program: Program
let other: Program

beforeAll(async () => {
  program = await addProgram(worker, root, { name: 'Payroll', ...trusting })
  other = await addProgram(worker, root, trusting)
})

const client = { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0' }
const proved = ({ username }: { username: string }, more: object = {}) => ({
  username,
  password,
  ...more,
})
const receiptOf = async (at: Program, holder: Holder, stepsAway = 0): Promise<string> => {
  const code = codeAt(holder.uri, Date.now(), stepsAway)
  const { body } = await at.ask(proved(holder, { code }))
  if (!body.receipt) throw new Error(`no receipt: ${JSON.stringify(body)}`)
  return body.receipt
}
const trustAt = async (at: Program, holder: Holder, stepsAway = 0): Promise<string> => {
  const { body } = await at.trust({ receipt: await receiptOf(at, holder, stepsAway), client })
  if (!body.token) throw new Error(`no token: ${JSON.stringify(body)}`)
  return body.token
}
/** What that program is told of who brings this token. */
const told = async (at: Program, holder: Holder, trust: string, more: object = {}) =>
  (await at.ask(proved(holder, { trust, ...more }))).body

describe('a browser trusted at an application', () => {
  it('spares the code there, for as long as trust.days says; each use brings the next token', async () => {
    const holder = await addHolder(worker, root)
    const asked = (await program.ask(proved(holder))).body
    expect(asked).toMatchObject({ status: 'challenge', canTrust: true })
    const { body } = await program.trust({ receipt: await receiptOf(program, holder), client })
    const end = Math.floor(Date.now() / 1000) + 30 * 86_400
    expect(body).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), expiresAt: end })
    worker.d1.reset()
    const first = await told(program, holder, body.token)
    expect(worker.d1.trips()).toBe(3)
    expect(first).toMatchObject({ status: 'accept', amr: ['pwd'], trust: { expiresAt: end } })
    expect(first.receipt).toBeUndefined()
    pass(61)
    expect((await told(program, holder, first.trust.token)).status).toBe('accept')
    const lines = await auditOf(holder.id)
    expect(lines).toContain(`trust-granted done@${program.id}`)
    pass(30 * 86_400)
    expect((await told(program, holder, first.trust.token)).status).toBe('challenge')
  })

  it('C06 is lost to owner and thief once a former token comes back', async () => {
    const holder = await addHolder(worker, root)
    const stolen = await trustAt(program, holder)
    const next = (await told(program, holder, stolen)).trust.token
    pass(61)
    expect((await told(program, holder, stolen)).status).toBe('challenge')
    expect(await auditOf(holder.id)).toContain(`trust-stolen refused@${program.id}`)
    expect((await told(program, holder, next)).status).toBe('challenge')
    expect(await familiesOf(holder)).toBe(0)
  })

  it('is another’s business nowhere, and nothing without the password', async () => {
    const [holder, someone] = [await addHolder(worker, root), await addHolder(worker, root)]
    const token = await trustAt(program, holder)
    expect((await told(program, someone, token)).status).toBe('challenge')
    expect(await auditOf(someone.id)).toContain(`trust-foreign refused@${program.id}`)
    const wrong = await told(program, holder, token, { password: 'not this one' })
    expect(wrong).toEqual({ status: 'reject', reason: 'credentials' })
    expect((await told(program, holder, token)).status).toBe('accept')
  })

  it('R29 counts there alone: swapped with another’s, or with our own door’s, it asks for the code', async () => {
    const holder = await addHolder(worker, root)
    const here = await trustAt(program, holder)
    const there = await trustAt(other, holder, 1)
    pass(60)
    const door = await trustedBrowserOf(worker, holder)
    const ours = valueOf(door)
    expect((await told(other, holder, here)).status).toBe('challenge')
    expect((await told(program, holder, there)).status).toBe('challenge')
    expect((await told(program, holder, ours)).status).toBe('challenge')
    for (const token of [here, there])
      expect(await askedOf(carry(visitor(worker), token), holder)).toBe('factor_required')
    // Trusting a browser anew at the door ends what that browser had at the door, and nothing else.
    const swapped = carry(visitor(worker), here)
    const code = codeAt(holder.uri, Date.now(), 1)
    await signIn(swapped, holder, { code, trust: true })
    expect((await told(program, holder, here)).status).toBe('accept')
    expect((await told(other, holder, there)).status).toBe('accept')
    expect(await askedOf(door, holder)).toBe('authenticated')
    expect((await auditOf(holder.id)).filter((line) => line.includes('trust-stolen'))).toEqual([])
  })

  it('R29 comes back elsewhere as nothing at all: a former one is a theft at its own place only', async () => {
    const holder = await addHolder(worker, root)
    const here = await trustAt(program, holder)
    const next = (await told(program, holder, here)).trust.token
    pass(61)
    worker.d1.reset()
    expect((await told(other, holder, here)).status).toBe('challenge')
    expect((await told(other, holder, next)).status).toBe('challenge')
    expect(worker.d1.trips()).toBe(6)
    expect(await askedOf(carry(visitor(worker), here), holder)).toBe('factor_required')
    expect((await told(program, holder, next)).status).toBe('accept')
  })

  it('stands in for a code where the application checks passwords itself', async () => {
    const holder = await addHolder(worker, root)
    const there = await addProgram(worker, root, { details: { passwords: 'there', trust: true } })
    const { username } = holder
    const { body } = await there.ask({ username, code: codeAt(holder.uri) })
    const { token } = (await there.trust({ receipt: body.receipt })).body
    expect((await there.ask({ username, trust: token })).body).toMatchObject({
      status: 'accept',
      amr: [],
    })
  })

  it('trusted anew replaces what that browser had', async () => {
    const holder = await addHolder(worker, root)
    const former = await trustAt(program, holder)
    const receipt = await receiptOf(program, holder, 1).catch(() => '')
    const { body } = await program.trust({ receipt, trust: former })
    expect(await familiesOf(holder)).toBe(1)
    expect((await told(program, holder, former)).status).toBe('challenge')
    expect((await told(program, holder, body.token)).status).toBe('accept')
  })
})

describe('a receipt', () => {
  it('is for a factor that was proved, and not for a temporary pass', async () => {
    const holder = await addHolder(worker, root)
    const { code } = await handOver(root, 'pass', holder)
    const { body } = await program.ask(proved(holder, { code }))
    expect([body.status, body.receipt]).toEqual(['accept', undefined])
  })

  it('is not handed out where nobody may trust, or the application does not want it', async () => {
    const [mayNot, holder] = [
      await addHolder(worker, root, { mayTrust: false }),
      await addHolder(worker, root),
    ]
    const unaccepting = await addProgram(worker, root, trusting)
    // The console does not offer it.
    await change('UPDATE application SET accept_trust = 0 WHERE id = ?', unaccepting.id)
    const answers = [
      await program.ask(proved(mayNot, { code: codeAt(mayNot.uri) })),
      await (await addProgram(worker, root)).ask(proved(holder, { code: codeAt(holder.uri) })),
      await unaccepting.ask(proved(holder, { code: codeAt(holder.uri, Date.now(), 1) })),
    ]
    expect(answers.map(({ body }) => [body.status, body.receipt])).toEqual(
      answers.map(() => ['accept', undefined]),
    )
  })

  it('counts once, also for two at the same moment', async () => {
    const holder = await addHolder(worker, root)
    const receipt = await receiptOf(program, holder)
    worker.d1.reset({ latencyMs: 200 })
    const both = await Promise.all([program.trust({ receipt }), program.trust({ receipt })])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
    expect(await familiesOf(holder)).toBe(1)
  })

  it('counts for a minute, for its own program, with a key that is good for it', async () => {
    const holder = await addHolder(worker, root)
    const receipt = await receiptOf(program, holder)
    expect(await other.trust({ receipt })).toMatchObject({ status: 401, body: { code: 'expired' } })
    const weak = await addKey(root, program.path, { scopes: ['validate'] })
    expect(await askerWith(worker, weak.secret).trust({ receipt })).toMatchObject({
      status: 403,
      body: { code: 'insufficient_scope' },
    })
    pass(61)
    expect((await program.trust({ receipt })).status).toBe(401)
    const { challenge } = (await program.ask(proved(holder))).body
    expect((await program.trust({ receipt: challenge })).status).toBe(401)
    expect(await familiesOf(holder)).toBe(0)
  })

  it('is no challenge: it stands for no password', async () => {
    const holder = await addHolder(worker, root)
    const challenge = await receiptOf(program, holder)
    const { username } = holder
    const code = codeAt(holder.uri, Date.now(), 1)
    expect((await program.ask({ username, challenge, code })).body.status).toBe('reject')
  })

  const races: [string, (holder: Holder, at: Program) => Promise<unknown>][] = [
    [
      'the person is disabled',
      ({ id }) => change('UPDATE user SET disabled_at = 1 WHERE id = ?', id),
    ],
    [
      'the password changes',
      ({ id }) => change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', id),
    ],
    ['trust is taken away', ({ id }) => change('UPDATE user SET may_trust = 0 WHERE id = ?', id)],
    ['the role changes', ({ id }) => change(`UPDATE user SET role = 'admin' WHERE id = ?`, id)],
    ['the application is disabled', (_, { path }) => root.post(`${path}/disable`, {})],
    ['the key is deleted', (_, { path, key }) => root.delete(`${path}/keys/${key.id}`)],
  ]
  it.each(races)('trusts no browser where between its two trips %s', async (_, happens) => {
    const holder = await addHolder(worker, root)
    const at = await addProgram(worker, root, trusting)
    const receipt = await receiptOf(at, holder)
    const answer = await between(
      worker,
      3,
      () => at.trust({ receipt }),
      () => happens(holder, at),
    )
    expect(answer.status).toBe(401)
    expect(await familiesOf(holder)).toBe(0)
  })
})

describe('trust at an application ends', () => {
  it('in my account, where its name stands beside it', async () => {
    const holder = await addHolder(worker, root)
    const token = await trustAt(program, holder)
    const browser = await trustedBrowserOf(worker, holder, newNetwork(), 1)
    const list: { id: string; application: string | null }[] = (
      await browser.get('/api/trusted-browsers')
    ).body.browsers
    const [theirs, ours] = list.toSorted((a) => (a.application === null ? 1 : -1))
    expect([ours, theirs]).toMatchObject([
      { application: null, current: true },
      {
        application: 'Payroll',
        name: 'Firefox on Windows',
        current: false,
      },
    ])
    carry(browser, token)
    const swapped = (await browser.get('/api/trusted-browsers')).body.browsers
    expect(swapped.map(({ current }: { current: boolean }) => current)).toEqual([false, false])
    expect((await browser.delete(`/api/trusted-browsers/${theirs?.id}`)).status).toBe(204)
    expect((await told(program, holder, token)).status).toBe('challenge')
  })

  const ends: [string, (holder: Holder, at: Program) => Promise<unknown>][] = [
    [
      'all trust is revoked',
      async (holder) => {
        const browser = visitor(worker)
        await signIn(browser, holder, { code: codeAt(holder.uri, Date.now(), 1) })
        return browser.delete('/api/trusted-browsers')
      },
    ],
    [
      'an administrator resets the person',
      ({ id }) => root.post(`/api/admin/users/${id}/reset`, { targets: ['trust'] }),
    ],
    [
      'the stamp changes',
      ({ id }) => change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', id),
    ],
    ['trust is taken away', ({ id }) => root.patch(`/api/admin/users/${id}`, { mayTrust: false })],
    ['trust is taken from the role', () => setSettings(root, { 'trust.user': false })],
    ['its days are over', () => setSettings(root, { 'trust.days': 1 }).then(() => pass(86_401))],
    [
      'the application is disabled and enabled',
      async (_, { path }) => {
        await root.post(`${path}/disable`, {})
        return root.post(`${path}/enable`, {})
      },
    ],
    [
      'the application stops trusting',
      ({ id: _id }, { id }) =>
        change(
          `UPDATE application SET details = json_set(details, '$.trust', json('false')) WHERE id = ?`,
          id,
        ),
    ],
    [
      'the application stops accepting trust',
      ({ id: _id }, { id }) => change('UPDATE application SET accept_trust = 0 WHERE id = ?', id),
    ],
  ]
  it.each(ends)('when %s', async (_, happens) => {
    const holder = await addHolder(worker, root)
    const at = await addProgram(worker, root, trusting)
    const token = await trustAt(at, holder)
    await happens(holder, at)
    const answer = await told(at, holder, token)
    expect(answer.status).toBe('challenge')
    await change('DELETE FROM setting')
  })

  it('with the application', async () => {
    const holder = await addHolder(worker, root)
    const at = await addProgram(worker, root, trusting)
    await trustAt(at, holder)
    await root.delete(at.path)
    expect(await familiesOf(holder)).toBe(0)
  })

  it('between the two trips: the code is asked for', async () => {
    const holder = await addHolder(worker, root)
    const token = await trustAt(program, holder)
    const answer = await between(
      worker,
      3,
      () => program.ask(proved(holder, { trust: token })),
      () => change('DELETE FROM trusted_browser WHERE user_id = ?', holder.id),
    )
    expect(answer.body).toMatchObject({ status: 'challenge', challenge: expect.any(String) })
    expect(await rows('SELECT id FROM session WHERE user_id = ?', holder.id)).toHaveLength(1)
  })
})
