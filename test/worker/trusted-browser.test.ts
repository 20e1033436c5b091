import { afterEach, describe, expect, it } from 'vitest'
import { days, minutes, pass } from '../support/clock.ts'
import { change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  enrollHere,
  hold,
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
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()

describe('a browser that is trusted', () => {
  it('spares the factor in two trips, says so in amr, and rotates its token at each use', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    const before = valueOf(browser)
    worker.d1.reset()
    const answer = await signIn(browser, holder)
    expect(worker.d1.trips()).toBe(2)
    expect(answer.body).toMatchObject({ status: 'authenticated' })
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd'])
    expect(valueOf(browser)).not.toBe(before)
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })

  it('is listed with name and time, marked where I sit, and can be revoked, one or all', async () => {
    const holder = await addHolder(worker, root)
    const one = await trustedBrowserOf(worker, holder)
    pass(30)
    const two = await trustedBrowserOf(worker, holder, newNetwork(), 0)
    const { browsers } = (await one.get('/api/trusted-browsers')).body
    expect(browsers).toHaveLength(2)
    const other = browsers.find(({ current }: { current: boolean }) => !current)
    const stranger = await trustedBrowserOf(worker, await addHolder(worker, root))
    expect((await stranger.delete(`/api/trusted-browsers/${other.id}`)).status).toBe(404)
    expect((await one.delete(`/api/trusted-browsers/${other.id}`)).status).toBe(204)
    expect(await askedOf(two, holder)).toBe('factor_required')
    expect(await askedOf(one, holder)).toBe('authenticated')
    expect((await one.delete('/api/trusted-browsers')).status).toBe(204)
    expect(await askedOf(one, holder)).toBe('factor_required')
    expect(await askedOf(stranger, holder)).toBe('factor_required')
  })
})

describe('C03 when trust is over', () => {
  it('lasts trust.days from when it was granted, however often it is used', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    pass(days(20))
    const { setCookies } = await signIn(browser, holder)
    const renewed = setCookies.find(({ name }) => name === trustCookie)
    expect(Number(renewed?.attributes['max-age'])).toBe(days(10))
    pass(days(10) - 60)
    expect(await askedOf(browser, holder)).toBe('authenticated')
    const kept = valueOf(browser)
    pass(61)
    expect(await askedOf(carry(browser, kept), holder)).toBe('factor_required')
  })

  it.each([
    [
      'the security stamp changed',
      'UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?',
    ],
    ['an administrator takes the permission away', 'UPDATE user SET may_trust = 0 WHERE id = ?'],
    ['the person becomes an administrator', `UPDATE user SET role = 'admin' WHERE id = ?`],
    ['its rows were deleted', 'DELETE FROM trusted_browser WHERE user_id = ?'],
  ])('asks again when %s', async (_, sql) => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    await change(sql, holder.id)
    expect(await askedOf(browser, holder)).toBe('factor_required')
  })

  it('asks again after a factor was removed, and the next enrolled', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    const { factors } = (await browser.get('/api/factors')).body
    expect((await browser.delete(`/api/factors/${factors[0].id}`)).status).toBe(204)
    await enrollHere(browser)
    expect(await askedOf(browser, holder)).toBe('factor_required')
  })
})

describe('trust that is withdrawn between the reading and the writing', () => {
  const withdrawals: [string, (holder: { id: string }) => Promise<void>][] = [
    ['from the person', ({ id }) => change('UPDATE user SET may_trust = 0 WHERE id = ?', id)],
    [
      'from the role',
      () =>
        change(`INSERT INTO setting (name, value, updated_at) VALUES ('trust.user', 'false', 0)`),
    ],
    ['with the role', ({ id }) => change(`UPDATE user SET role = 'admin' WHERE id = ?`, id)],
  ]
  afterEach(() => change('DELETE FROM setting'))

  it.each(withdrawals)('%s, no longer spares the factor', async (_, withdraw) => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    await browser.post('/api/logout')
    const answer = await between(
      worker,
      2,
      () => signIn(browser, holder),
      () => withdraw(holder),
    )
    expect(answer.body.status).toBe('factor_required')
    expect((await browser.get('/api/session')).status).toBe(401)
    expect((await typeCode(browser, codeAt(holder.uri, Date.now(), 1))).status).toBe(200)
  })

  it.each(withdrawals)('%s, is not granted either', async (_, withdraw) => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    const answer = await between(
      worker,
      2,
      () => signIn(browser, holder, { code: codeAt(holder.uri), trust: true }),
      () => withdraw(holder),
    )
    expect(answer.status).toBe(200)
    expect(browser.cookies.has(trustCookie)).toBe(false)
    expect(await familiesOf(holder)).toBe(0)
  })
})

describe('who may trust, and when it comes to be', () => {
  it.each([
    ['an admin', { role: 'admin' }],
    ['a super admin', { role: 'super_admin' }],
    ['a person who may not', { mayTrust: false }],
  ])('%s cannot, even when asking', async (_, fields) => {
    const holder = await addHolder(worker, root, fields)
    const browser = visitor(worker)
    const answer = await signIn(browser, holder, { code: codeAt(holder.uri), trust: true })
    expect(answer.body).toMatchObject({ status: 'authenticated', canTrust: false })
    expect(browser.cookies.has(trustCookie)).toBe(false)
    expect(await familiesOf(holder)).toBe(0)
    const late = await typeCode(await hold(worker, holder), codeAt(holder.uri, Date.now(), 1), {
      trust: true,
    })
    expect(late.status).toBe(200)
    expect(await familiesOf(holder)).toBe(0)
  })

  it('never exists in a login that did not finish', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    const wrong = wrongCodeAt(holder.uri)
    await signIn(browser, holder, { trust: true })
    await typeCode(browser, wrong, { trust: true })
    await signIn(browser, holder, { code: wrong, trust: true })
    expect(browser.cookies.has(trustCookie)).toBe(false)
    expect(await familiesOf(holder)).toBe(0)
  })

  it('established by another person in the same browser, ends the former’s', async () => {
    const [former, next] = [await addHolder(worker, root), await addHolder(worker, root)]
    const browser = await trustedBrowserOf(worker, former)
    const kept = thiefOf(worker, browser)
    await signIn(browser, next, { code: codeAt(next.uri), trust: true })
    expect(await familiesOf(former)).toBe(0)
    expect(await askedOf(kept, former)).toBe('factor_required')
    expect(await askedOf(browser, next)).toBe('authenticated')
  })

  it('established while enrolling, ends the former’s as well', async () => {
    const former = await addHolder(worker, root)
    const next = await addPerson(root, { mfaRequired: true })
    const browser = await trustedBrowserOf(worker, former)
    await browser.post('/api/logout')
    await signIn(browser, next)
    const { id, uri } = (await browser.post('/api/factors/totp', {})).body
    const confirmed = { code: codeAt(uri), trust: true }
    expect((await browser.post(`/api/factors/totp/${id}/confirm`, confirmed)).status).toBe(200)
    expect(await askedOf(browser, next)).toBe('authenticated')
    expect(await familiesOf(former)).toBe(0)
  })

  it('is left alone by a person who needs no factor, and by one who does not ask for trust', async () => {
    const [owner, other] = [await addHolder(worker, root), await addHolder(worker, root)]
    const plain = await addPerson(root)
    const browser = await trustedBrowserOf(worker, owner)
    expect((await signIn(browser, plain, { trust: true })).body.status).toBe('authenticated')
    expect((await signIn(browser, other, { code: codeAt(other.uri) })).status).toBe(200)
    pass(minutes(2))
    expect(await askedOf(browser, owner)).toBe('authenticated')
  })
})
