import { describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import { auditOf, change } from '../support/database.ts'
import { begin, confirm, factorsOf, heldToEnroll } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  between,
  enroll,
  enrollHere,
  hold,
  house,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

describe('E05 R21 an old session', () => {
  it('adds, removes and re-makes nothing until the factor is proved again', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    const holder = { ...person, uri: await enroll(browser, person) }
    pass(minutes(15))
    const [factor] = await factorsOf(person.id)
    const path = `/api/factors/${String(factor?.['id'])}`
    const refused = [
      await browser.post('/api/factors/totp', {}),
      await browser.delete(path),
      await browser.post('/api/factors/recovery', {}),
    ]
    expect(refused.map(({ body }) => body.code)).toEqual(Array<string>(3).fill('step_up_required'))
    expect(await factorsOf(person.id)).toHaveLength(1)
    const byPassword = { method: 'password', password: person.password }
    expect((await browser.post('/api/session/step-up', byPassword)).status).toBe(403)
    const byCode = { method: 'totp', code: codeAt(holder.uri) }
    expect((await browser.post('/api/session/step-up', byCode)).status).toBe(200)
    expect((await browser.delete(path)).status).toBe(204)
  })

  it('of a person without a factor proves the password again before adding one', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await signIn(browser, person)
    pass(minutes(15))
    expect((await browser.post('/api/factors/totp', {})).body.code).toBe('step_up_required')
    const wrong = { method: 'password', password: 'not this one' }
    expect((await browser.post('/api/session/step-up', wrong)).status).toBe(401)
    const right = { method: 'password', password: person.password }
    expect((await browser.post('/api/session/step-up', right)).status).toBe(200)
    expect((await browser.post('/api/factors/totp', {})).status).toBe(201)
  })
})

describe('R24 K24 removing a factor', () => {
  it('ends pending logins and other sessions, and the code of the removed one is dead', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    const holder = { ...person, uri: await enroll(browser, person) }
    const [held, other] = [await hold(worker, holder), visitor(worker)]
    await signIn(other, holder, { code: codeAt(holder.uri) })
    const [factor] = await factorsOf(person.id)
    expect((await browser.delete(`/api/factors/${String(factor?.['id'])}`)).status).toBe(204)
    expect((await typeCode(held, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
    expect((await other.get('/api/session')).status).toBe(401)
    expect((await browser.get('/api/session')).status).toBe(200)
    expect(await auditOf(person.id)).toContain('factor-removed done')
  })

  it.each([
    ['ended', 'DELETE FROM session WHERE user_id = ?'],
    ['outlived by a new stamp', 'UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?'],
    ['that of somebody disabled', 'UPDATE user SET disabled_at = 1 WHERE id = ?'],
  ])('is not done by a session that is %s before it is written', async (_, sql) => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await enroll(browser, person)
    const [factor] = await factorsOf(person.id)
    const answer = await between(
      worker,
      2,
      () => browser.delete(`/api/factors/${String(factor?.['id'])}`),
      () => change(sql, person.id),
    )
    expect(answer.status).toBeOneOf([401, 409])
    expect(await factorsOf(person.id)).toEqual([factor])
    expect(await auditOf(person.id)).not.toContain('factor-removed done')
  })

  it('while its code is on the way to be spent, the code is refused', async () => {
    const holder = await addHolder(worker, root)
    const held = await hold(worker, holder)
    worker.d1.reset({ latencyMs: 200 })
    const answer = typeCode(held, codeAt(holder.uri))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await change('DELETE FROM factor WHERE user_id = ?', holder.id)
    expect((await answer).status).toBe(401)
    expect((await held.get('/api/session')).status).toBe(401)
  })

  it('is refused for the last one of a person who must have one', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    await enrollHere(browser)
    const [factor] = await factorsOf(person.id)
    expect((await browser.delete(`/api/factors/${String(factor?.['id'])}`)).status).toBe(409)
    const second = await begin(browser)
    expect((await confirm(browser, second)).status).toBe(200)
    const ids = (await factorsOf(person.id)).map(({ id }) => String(id))
    const both = await Promise.all(ids.map((id) => browser.delete(`/api/factors/${id}`)))
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(await factorsOf(person.id)).toHaveLength(1)
  })
})
