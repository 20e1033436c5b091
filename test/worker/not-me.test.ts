import { describe, expect, it } from 'vitest'
import { auditOf } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  expectStatus,
  hold,
  house,
  newNetwork,
  password,
  sessionStatus,
  signedIn,
  signIn,
  thiefOf,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { handOver } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

const next = 'a meadow of seven larks'
const report = '/api/activity/not-me'

describe('this was not me', () => {
  it('ends all other sessions, logins on their way, trust, and what was handed over', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder, newNetwork(), 0)
    const intruder = await hold(worker, holder)
    const { code: handed } = await handOver(root, 'pass', holder)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri, Date.now(), 1) })
    expectStatus(await browser.post(report), 204)
    expect(await sessionStatus(trusted)).toBe(401)
    expect(await askedOf(trusted, holder)).toBe('factor_required')
    expect((await typeCode(intruder, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
    const withPass = await signIn(visitor(worker), holder, { code: handed })
    expect(withPass.body.code).toBe('invalid_code')
    expect(await sessionStatus(browser)).toBe(200)
    expect(await auditOf(holder.id)).toContain('not-me-reported done')
  })

  it('leaves this session only to choose a new password, and whoever knows the old one no further', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    expectStatus(await browser.post(report), 204)
    expect((await browser.get('/api/session')).body.mustChangePassword).toBe(true)
    for (const path of ['/api/profile', '/api/sessions', '/api/activity'])
      expect((await browser.get(path)).body.code).toBe('password_change_required')
    const intruder = await signedIn(worker, person)
    expect((await intruder.get('/api/profile')).body.code).toBe('password_change_required')
    expectStatus(await browser.post('/api/password', { current: password, next }), 200)
    expect((await browser.get('/api/profile')).status).toBe(200)
    expect(await sessionStatus(intruder)).toBe(401)
    expect((await signIn(intruder, person)).body.code).toBe('invalid_credentials')
  })

  it('is told to administrators in the log', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    expectStatus(await browser.post(report), 204)
    const { items } = (
      await root.get(`/api/admin/audit?person=${person.id}&action=not-me-reported`)
    ).body
    expect(items).toMatchObject([{ action: 'not-me-reported', actor: { id: person.id } }])
  })

  it('is nobody else’s to say: not without a session, nor in one that was ended meanwhile', async () => {
    expect((await visitor(worker).post(report)).status).toBe(401)
    const person = await addPerson(root)
    const owner = await signedIn(worker, person)
    const intruder = thiefOf(worker, await signedIn(worker, person))
    const raced = await between(
      worker,
      2,
      () => intruder.post(report),
      () => owner.delete('/api/sessions'),
    )
    expect(raced.status).not.toBe(500)
    expect(await sessionStatus(owner)).toBe(200)
    expect((await owner.get('/api/profile')).status).toBe(200)
  })
})
