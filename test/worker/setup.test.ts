import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { change, rows } from '../support/database.ts'
import { rootPassword, sessionCookie, visitor } from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
const form = { token: env.SETUP_TOKEN, username: 'root', password: rootPassword }

beforeEach(async () => {
  await change('DELETE FROM user')
  worker.d1.reset()
})

describe('R10 the first super admin', () => {
  it('comes in by the link, once, and the link is dead ever after', async () => {
    const browser = visitor(worker)
    expect((await browser.get('/api/setup')).body).toEqual({ needed: true })
    const first = await browser.post('/api/setup', form)
    expect(first.status).toBe(201)
    expect((await browser.get('/api/session')).body.user.role).toBe('super_admin')
    expect((await browser.get('/api/setup')).body).toEqual({ needed: false })
    const again = await visitor(worker).post('/api/setup', { ...form, username: 'second' })
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' }, setCookies: [] })
    const wrong = await visitor(worker).post('/api/setup', { ...form, token: 'guess' })
    expect(wrong.status).toBe(409)
    expect(await rows('SELECT username FROM user')).toEqual([{ username: 'root' }])
  })

  it('is one of two who come at the same moment', async () => {
    worker.d1.reset({ latencyMs: 100 })
    const names = ['one', 'two', 'three']
    const answers = await Promise.all(
      names.map((username) => visitor(worker).post('/api/setup', { ...form, username })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
    expect(await rows('SELECT id FROM user')).toHaveLength(1)
    const cookies = answers.flatMap(({ setCookies }) => setCookies)
    expect(cookies.filter(({ name }) => name === sessionCookie)).toHaveLength(1)
  })

  it.each([
    ['a wrong token', { token: `${form.token}x` }, 403],
    ['an empty token', { token: '' }, 400],
    ['no token', { token: undefined }, 400],
    ['a weak password', { password: 'password' }, 400],
    ['a name that cannot be', { username: 'a b' }, 400],
    ['a role of their choice', { role: 'super_admin' }, 400],
  ])('with %s nobody comes to be', async (_, fields, status) => {
    const answer = await visitor(worker).post('/api/setup', { ...form, ...fields })
    expect(answer).toMatchObject({ status, setCookies: [] })
    expect(await rows('SELECT id FROM user')).toEqual([])
    expect((await visitor(worker).get('/api/setup')).body).toEqual({ needed: true })
  })
})
