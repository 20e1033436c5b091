/** How many challenges may be open, and how many answers may be wrong: whose they are counted as. */
import { describe, expect, it } from 'vitest'
import { flag } from '../support/authenticator-model.ts'
import type { Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { addKeeper, login, optionsOf, stepUp, usePasskey } from '../support/passkey.ts'
import {
  exhaust,
  expectStatus,
  hold,
  house,
  newNetwork,
  signIn,
  visitor,
} from '../support/people.ts'

const { worker, root } = house()
const mostOpen = 300

const ask = (browser: Client, path = login) => browser.post(`${path}/options`, {})

/** Every other question but the given number that may be open, each by a browser without a cookie. */
const fill = async (address: string, but = 0): Promise<void> => {
  for (let n = 0; n < mostOpen - but; n += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, mostOpen - but - n) }, async () =>
        expectStatus(await ask(visitor(worker, address)), 200),
      ),
    )
}

const open = async (): Promise<number> => (await rows('SELECT id FROM challenge')).length

describe('challenges for strangers', () => {
  it('are 300 at a time for one network, and asking for more costs one trip and writes nothing', async () => {
    const [full, other] = ['2001:db8:1:1::', '2001:db8:1:2::1']
    await fill(`${full}1`)
    const before = await open()
    worker.d1.reset()
    const answer = await ask(visitor(worker, `${full}2`))
    expect(worker.d1.trips()).toBe(1)
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_attempts'])
    expect(answer.headers.get('retry-after')).toBe('300')
    expect(answer.setCookies).toEqual([])
    expect(await open()).toBe(before)
    expect((await ask(visitor(worker, other))).status).toBe(200)
    pass(299)
    const late = await ask(visitor(worker, `${full}2`))
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '1'])
    pass(1)
    expect((await ask(visitor(worker, `${full}2`))).status).toBe(200)
  })

  it('that are answered make room, once', async () => {
    const address = newNetwork()
    const { key } = await addKeeper(worker, root)
    await fill(address, 1)
    const browser = visitor(worker, address)
    const response = await key.get(await optionsOf(browser, login))
    expect((await ask(visitor(worker, address))).status).toBe(429)
    const forged = { response: await key.get({ challenge: 'AAAA' }) }
    expect((await browser.post(login, forged)).status).toBe(401)
    expect((await ask(visitor(worker, address))).status).toBe(429)
    expect((await browser.post(login, { response })).status).toBe(200)
    expect((await browser.post(login, { response })).status).toBe(401)
    expect((await ask(visitor(worker, address))).status).toBe(200)
    expect((await ask(visitor(worker, address))).status).toBe(429)
  })

  it('that ran out make way: however many networks ask, few dead ones are kept', async () => {
    await change('DELETE FROM challenge')
    for (let n = 0; n < 4; n++) await ask(visitor(worker))
    pass(299)
    await ask(visitor(worker))
    expect(await open()).toBe(5)
    pass(1)
    for (let n = 0; n < 2; n++) expect((await ask(visitor(worker))).status).toBe(200)
    expect(await open()).toBe(3)
  })

  it('leave alone who shares their network: a known browser, a second factor, a password', async () => {
    const address = newNetwork()
    const keeper = await addKeeper(worker, root)
    const known = visitor(worker, address)
    expectStatus(await usePasskey(known, keeper.key), 200)
    await known.post('/api/logout')
    const held = visitor(worker, address)
    await fill(address)
    expect((await ask(visitor(worker, address))).status).toBe(429)
    expect((await usePasskey(known, keeper.key)).status).toBe(200)
    expect((await signIn(held, keeper)).body.status).toBe('factor_required')
    expect((await usePasskey(held, keeper.key)).status).toBe(200)
  })
})

describe('challenges for who has proved something', () => {
  it('are 300 at a time for one sign-in and for one session, and no other of theirs is shut', async () => {
    const keeper = await addKeeper(worker, root)
    const held = await hold(worker, keeper)
    for (let n = 0; n < mostOpen; n += 1) await ask(held)
    expect((await ask(held)).status).toBe(429)
    const other = await hold(worker, keeper)
    expect((await usePasskey(other, keeper.key)).status).toBe(200)
    for (let n = 0; n < mostOpen; n += 1) await ask(other, stepUp)
    expect((await ask(other, stepUp)).status).toBe(429)
    const third = visitor(worker)
    expect((await usePasskey(third, keeper.key)).status).toBe(200)
    expect((await ask(third, stepUp)).status).toBe(200)
  })
})

describe('wrong answers', () => {
  const forged = { signature: () => new Uint8Array(64) }

  it('count against the network of strangers, and the hundredth shuts it to them, not to who is known', async () => {
    const address = newNetwork()
    const { key } = await addKeeper(worker, root)
    const known = visitor(worker, address)
    expectStatus(await usePasskey(known, key), 200)
    await known.post('/api/logout')
    await exhaust(address, 99)
    const stranger = visitor(worker, address)
    const response = await key.get(await optionsOf(stranger, login))
    expect((await usePasskey(visitor(worker, address), key, forged)).status).toBe(401)
    worker.d1.reset()
    const shut = await stranger.post(login, { response })
    expect([shut.status, shut.body.code]).toEqual([429, 'too_many_attempts'])
    expect([shut.headers.get('retry-after'), worker.d1.trips()]).toEqual(['600', 2])
    expect((await usePasskey(known, key)).status).toBe(200)
    // What was right was not looked at, and not spent.
    pass(600)
    const later = await key.get(await optionsOf(stranger, login))
    expect((await stranger.post(login, { response: later })).status).toBe(200)
  })

  it.each([login, stepUp])('count at %s too, whatever was wrong', async (path) => {
    const address = newNetwork()
    const { key } = await addKeeper(worker, root)
    const browser = visitor(worker, address)
    expectStatus(await usePasskey(browser, key), 200)
    const failures = async () =>
      (await rows('SELECT failures FROM attempt WHERE subject = ?', `network:${address}`))[0]?.[
        'failures'
      ] ?? 0
    const before = Number(await failures())
    const response = await key.get(await optionsOf(browser, path), forged)
    const body = path === login ? { response } : { method: 'passkey', response }
    expect((await browser.post(path, body)).status).toBe(401)
    expect(await failures()).toBe(before + 1)
  })

  it('are not those of the right key that checked nobody: it is no guess', async () => {
    const address = newNetwork()
    const { key } = await addKeeper(worker, root, { verifies: false })
    const answer = await usePasskey(visitor(worker, address), key)
    expect(answer.body.code).toBe('user_verification_required')
    const subject = `network:${address}`
    expect(await rows('SELECT failures FROM attempt WHERE subject = ?', subject)).toEqual([])
  })
  it('fill no log: of who is known where it is shut, and of one answer that is sent again', async () => {
    const address = newNetwork()
    const keeper = await addKeeper(worker, root)
    const browser = visitor(worker, address)
    expectStatus(await usePasskey(browser, keeper.key), 200)
    await exhaust(address)
    const lines = async (outcome: string) =>
      (await auditOf(keeper.id)).filter((line) => line === `sign-in passkey:${outcome}`).length
    const wrong = { response: await keeper.key.get({ challenge: 'AAAA' }) }
    for (let n = 0; n < 5; n++) expect((await browser.post(login, wrong)).status).toBe(401)
    expect(await lines('no-challenge')).toBe(1)
    pass(60)
    expect((await browser.post(login, wrong)).status).toBe(401)
    expect(await lines('no-challenge')).toBe(2)
    const unverified = { flags: (flags: number) => flags & ~flag.UV }
    const response = await keeper.key.get(await optionsOf(browser, login), unverified)
    for (let n = 0; n < 5; n++)
      expect((await browser.post(login, { response })).body.code).toBe('user_verification_required')
    expect(await lines('not-verified')).toBe(1)
  })
})
