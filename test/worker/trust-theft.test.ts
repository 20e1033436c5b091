import { describe, expect, it } from 'vitest'
import { hours, pass } from '../support/clock.ts'
import { auditOf, rows } from '../support/database.ts'
import {
  addHolder,
  askedOf,
  house,
  newNetwork,
  signIn,
  thiefOf,
  trustCookie,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { carry, familiesOf, valueOf } from '../support/trust.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

describe('C01 C05 a cookie that we did not make', () => {
  it('asks for the factor, whatever it is', async () => {
    const holder = await addHolder(worker, root)
    const value = valueOf(await trustedBrowserOf(worker, holder))
    const flipped = (value.startsWith('A') ? 'B' : 'A') + value.slice(1)
    const [row] = await rows(`SELECT hex(token_hash) AS hash FROM trust_token`)
    const made = [value.slice(0, -1), `${value}A`, `${value}=`, flipped, value.toUpperCase(), '']
    const forged = ['A'.repeat(43), 'x'.repeat(4000), '%00', '"', String(row?.['hash']), 'null']
    for (const text of [...made, ...forged]) {
      expect([text, await askedOf(carry(visitor(worker), text), holder)]).toEqual([
        text,
        'factor_required',
      ])
    }
    const twice = { cookie: `${trustCookie}=${value}; ${trustCookie}=${flipped}` }
    const body = { username: holder.username, password: holder.password }
    expect((await visitor(worker).post('/api/login', body, twice)).status).toBe(400)
    expect(await askedOf(carry(visitor(worker), value), holder)).toBe('authenticated')
  })
})

describe('C02 C07 it is one person’s, and nothing without the password', () => {
  it('another’s asks for the factor, is audited, and stays good for its owner', async () => {
    const [owner, other] = [await addHolder(worker, root), await addHolder(worker, root)]
    const browser = await trustedBrowserOf(worker, owner)
    expect(await askedOf(browser, other)).toBe('factor_required')
    expect(await auditOf(other.id)).toContain('trust-foreign refused')
    expect(await askedOf(browser, owner)).toBe('authenticated')
  })

  it('alone it opens no route, and with a wrong password nothing', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    carry(browser, valueOf(await trustedBrowserOf(worker, holder)))
    expect((await browser.get('/api/session')).status).toBe(401)
    expect((await signIn(browser, { ...holder, password: 'not this one' })).status).toBe(401)
    expect((await typeCode(browser, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
  })
})

describe('C06 a token that comes back', () => {
  it('later than its successor ends the family for thief and owner, and is audited', async () => {
    const holder = await addHolder(worker, root)
    const owner = await trustedBrowserOf(worker, holder)
    const thief = thiefOf(worker, owner)
    expect(await askedOf(owner, holder)).toBe('authenticated')
    pass(61)
    expect(await askedOf(thief, holder)).toBe('factor_required')
    expect(await auditOf(holder.id)).toContain('trust-stolen refused')
    expect(await askedOf(owner, holder)).toBe('factor_required')
    expect(await familiesOf(holder)).toBe(0)
  })

  it('within 60 s from the same network is a lost answer, and still good', async () => {
    const holder = await addHolder(worker, root)
    const address = newNetwork()
    const owner = await trustedBrowserOf(worker, holder, address)
    const retry = thiefOf(worker, owner, address)
    expect(await askedOf(owner, holder)).toBe('authenticated')
    pass(59)
    expect(await askedOf(retry, holder)).toBe('authenticated')
    expect(await familiesOf(holder)).toBe(1)
  })

  it('within 60 s is no lost answer once its successor has been used', async () => {
    const holder = await addHolder(worker, root)
    const address = newNetwork()
    const owner = await trustedBrowserOf(worker, holder, address)
    const thief = thiefOf(worker, owner, address)
    expect(await askedOf(owner, holder)).toBe('authenticated')
    expect(await askedOf(owner, holder)).toBe('authenticated')
    pass(30)
    expect(await askedOf(thief, holder)).toBe('factor_required')
    expect(await auditOf(holder.id)).toContain('trust-stolen refused')
  })

  it('within 60 s from another network is a theft', async () => {
    const holder = await addHolder(worker, root)
    const owner = await trustedBrowserOf(worker, holder)
    const thief = thiefOf(worker, owner)
    expect(await askedOf(owner, holder)).toBe('authenticated')
    expect(await askedOf(thief, holder)).toBe('factor_required')
    expect(await askedOf(owner, holder)).toBe('factor_required')
  })

  it('superseded, and brought by another person, ends nobody’s trust', async () => {
    const [owner, other] = [await addHolder(worker, root), await addHolder(worker, root)]
    const browser = await trustedBrowserOf(worker, owner)
    const stale = carry(visitor(worker), valueOf(browser))
    expect(await askedOf(browser, owner)).toBe('authenticated')
    pass(61)
    const granted = await signIn(stale, other, { code: codeAt(other.uri), trust: true })
    expect(granted.status).toBe(200)
    expect(await familiesOf(other)).toBe(1)
    expect(await askedOf(browser, owner)).toBe('authenticated')
  })

  it('taken by the thief first, tells the owner’s next sign-in of it', async () => {
    const holder = await addHolder(worker, root)
    const owner = await trustedBrowserOf(worker, holder)
    const thief = thiefOf(worker, owner)
    expect(await askedOf(thief, holder)).toBe('authenticated')
    pass(hours(2))
    expect(await askedOf(owner, holder)).toBe('factor_required')
    expect(await askedOf(thief, holder)).toBe('factor_required')
  })
})

describe('C06 two answers to one token', () => {
  /** Two tabs that sign in at once: which answer the browser keeps is chance. */
  const twins = async () => {
    const holder = await addHolder(worker, root)
    const address = newNetwork()
    const parent = await trustedBrowserOf(worker, holder, address)
    const tabs = [thiefOf(worker, parent, address), thiefOf(worker, parent, address)] as const
    for (const tab of tabs) expect(await askedOf(tab, holder)).toBe('authenticated')
    pass(hours(1))
    return { holder, parent, tabs }
  }

  it.each([0, 1] as const)('are both good for the next time: kept was answer %d', async (kept) => {
    const { holder, tabs } = await twins()
    expect(await askedOf(tabs[kept], holder)).toBe('authenticated')
    pass(hours(1))
    expect(await askedOf(tabs[kept], holder)).toBe('authenticated')
    expect(await auditOf(holder.id)).not.toContain('trust-stolen refused')
  })

  it('are one use: the other, after that, is a theft', async () => {
    const { holder, tabs } = await twins()
    expect(await askedOf(tabs[0], holder)).toBe('authenticated')
    pass(61)
    expect(await askedOf(tabs[1], holder)).toBe('factor_required')
    expect(await auditOf(holder.id)).toContain('trust-stolen refused')
    expect(await familiesOf(holder)).toBe(0)
  })

  it('do not excuse the token they answered: it comes back as a theft', async () => {
    const { holder, parent, tabs } = await twins()
    expect(await askedOf(tabs[0], holder)).toBe('authenticated')
    pass(61)
    expect(await askedOf(parent, holder)).toBe('factor_required')
    expect(await askedOf(tabs[0], holder)).toBe('factor_required')
    expect(await auditOf(holder.id)).toContain('trust-stolen refused')
  })
})

describe('C09 trust is no proof of the factor', () => {
  it('does not step up, remove a factor, make recovery codes or add a factor', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    await signIn(browser, holder)
    const { factors } = (await browser.get('/api/factors')).body
    const refused = [
      await browser.delete(`/api/factors/${factors[0].id}`),
      await browser.post('/api/factors/recovery', {}),
      await browser.post('/api/factors/totp', {}),
    ]
    expect(refused.map(({ body }) => body.code)).toEqual(Array<string>(3).fill('step_up_required'))
    const byPassword = { method: 'password', password: holder.password }
    expect((await browser.post('/api/session/step-up', byPassword)).status).toBe(403)
  })
})
