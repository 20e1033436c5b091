import { beforeAll, describe, expect, it, vi } from 'vitest'
import { pass } from '../support/clock.ts'
import { change, factorFailures, rows } from '../support/database.ts'
import {
  addByForm,
  addHolder,
  addPerson,
  enrollHere,
  type Holder,
  house,
  type Person,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { giveToken } from '../support/hardware.ts'
import { handOver, setSettings } from '../support/policy.ts'
import { addProgram, outcomesOf, type Program } from '../support/program.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()
let program: Program

beforeAll(async () => {
  program = await addProgram(worker, root, { details: { append: true, trust: true } })
})

const credentials = { status: 'reject', reason: 'credentials' }
const typed = ({ username }: { username: string }, password: string, more: object = {}) =>
  program.ask({ username, password, ...more })
/** As `typed`, with how many hashes it took: each waits its turn once. */
const hashesOf = async (person: { username: string }, password: string) => {
  const waits = vi.spyOn(scheduler, 'wait')
  const { body } = await typed(person, password)
  const hashes = waits.mock.calls.filter(([milliseconds]) => milliseconds === 0).length
  waits.mockRestore()
  return { body, hashes }
}
const passwordFailures = async ({ id }: Person): Promise<number> => {
  const [row] = await rows(
    'SELECT failures FROM attempt JOIN user ON attempt_subject = subject WHERE user.id = ?',
    id,
  )
  return Number(row?.['failures'] ?? 0)
}
/** Somebody whose password ends as a code does, with and without a factor. */
const withDigits = async (): Promise<[Person, Holder]> => {
  const [plain, other] = [
    await addByForm(root, { password: 'orchard 20481024' }),
    await addByForm(root, { password: 'orchard 20481024' }),
  ]
  return [plain, { ...other, uri: await enrollHere(await signedIn(worker, other)) }]
}

describe('append mode', () => {
  it('lets in with the code behind the password, by one hash and in three trips', async () => {
    const holder = await addHolder(worker, root)
    worker.d1.reset()
    const { body, hashes } = await hashesOf(holder, holder.password + codeAt(holder.uri))
    expect([body.status, body.amr]).toEqual(['accept', ['pwd', 'otp', 'mfa']])
    expect([hashes, worker.d1.trips()]).toEqual([1, 3])
    const again = await typed(holder, holder.password + codeAt(holder.uri))
    expect(again.body).toEqual(credentials)
  })

  it('asks for the code where none is behind the password, and takes it beside it', async () => {
    const holder = await addHolder(worker, root)
    const asked = (await typed(holder, holder.password)).body
    expect(asked).toMatchObject({ status: 'challenge', methods: ['totp'] })
    const beside = await typed(holder, holder.password, { code: codeAt(holder.uri) })
    expect(beside.body.status).toBe('accept')
    const { username } = holder
    const code = codeAt(holder.uri, Date.now(), 1)
    const second = await program.ask({ username, challenge: asked.challenge, code })
    expect(second.body.status).toBe('accept')
  })

  it('is nothing to who has no factor, whatever their password ends in', async () => {
    const person = await addPerson(root)
    expect((await typed(person, person.password)).body.status).toBe('accept')
    expect((await typed(person, `${person.password}123456`)).body).toEqual(credentials)
    const [plain] = await withDigits()
    expect((await hashesOf(plain, plain.password)).body.status).toBe('accept')
    expect((await typed(plain, 'orchard 20')).body).toEqual(credentials)
  })

  it('takes the code behind a password that itself ends in digits', async () => {
    const [, holder] = await withDigits()
    expect((await typed(holder, holder.password)).body.status).toBe('challenge')
    const wrong = await typed(holder, holder.password + wrongCodeAt(holder.uri))
    expect(wrong.body).toEqual(credentials)
    const right = await typed(holder, holder.password + codeAt(holder.uri))
    expect(right.body.status).toBe('accept')
  })

  it('splits by how many digits the person’s own keys show', async () => {
    await setSettings(root, { 'totp.digits': 8 })
    const eight = await addHolder(worker, root)
    await setSettings(root, { 'totp.digits': 6 })
    expect(codeAt(eight.uri)).toHaveLength(8)
    expect((await typed(eight, eight.password + codeAt(eight.uri).slice(2))).body).toEqual(
      credentials,
    )
    const right = await typed(eight, eight.password + codeAt(eight.uri))
    expect(right.body.status).toBe('accept')
    // With keys of both lengths, either is found, and the right one of the two is counted.
    const browser = visitor(worker)
    await signIn(browser, eight, { code: codeAt(eight.uri, Date.now(), 1) })
    const six = await enrollHere(browser)
    expect((await typed(eight, eight.password + codeAt(six))).body.status).toBe('accept')
    pass(60)
    expect((await typed(eight, eight.password + codeAt(eight.uri))).body.status).toBe('accept')
    expect(await factorFailures(eight.id)).toBe(0)
    expect((await typed(eight, `${eight.password}12345678`)).body).toEqual(credentials)
    expect(await factorFailures(eight.id)).toBe(1)
  })

  it('takes the code of a hardware token', async () => {
    const person = await addPerson(root)
    const token = await giveToken(person, { digits: 8 })
    expect((await typed(person, person.password)).body).toMatchObject({ methods: ['hardware'] })
    const right = await typed(person, person.password + token.code())
    expect(right.body).toMatchObject({ status: 'accept', amr: expect.arrayContaining(['mfa']) })
    expect((await typed(person, `${person.password}00000000`)).body).toEqual(credentials)
    expect(await factorFailures(person.id, 'hardware')).toBe(1)
  })

  it('takes a recovery code and a temporary pass as they are written', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    const { codes } = (await browser.post('/api/factors/recovery', {})).body
    const lower = String(codes[0]).toLowerCase()
    expect((await typed(holder, holder.password + lower)).body.status).toBe('accept')
    expect((await typed(holder, holder.password + lower)).body).toEqual(credentials)
    const { code } = await handOver(root, 'pass', holder)
    expect((await typed(holder, holder.password + code)).body.status).toBe('accept')
  })

  it('is not there for an application that did not ask for it', async () => {
    const holder = await addHolder(worker, root)
    const plain = await addProgram(worker, root)
    const { username } = holder
    const password = holder.password + codeAt(holder.uri)
    expect((await plain.ask({ username, password })).body).toEqual(credentials)
    expect((await typed(holder, password)).body.status).toBe('accept')
  })
})

describe('what is counted', () => {
  it('is one attempt, of the password while that is wrong: the code is neither counted nor spent', async () => {
    const holder = await addHolder(worker, root)
    const code = codeAt(holder.uri)
    expect((await typed(holder, `not this one${code}`)).body).toEqual(credentials)
    expect([await passwordFailures(holder), await factorFailures(holder.id)]).toEqual([1, 0])
    expect((await typed(holder, holder.password + code)).body.status).toBe('accept')
  })

  it('is an attempt too that was tried once, where there was no room to try it twice', async () => {
    const person = await addPerson(root)
    const others = await Promise.all([1, 2, 3, 4].map(() => addPerson(root)))
    const held = Promise.withResolvers<void>()
    const wait = scheduler.wait.bind(scheduler)
    let hashes = 0
    const waits = vi.spyOn(scheduler, 'wait').mockImplementation(async (milliseconds, options) => {
      if (milliseconds !== 0) return wait(milliseconds, options)
      hashes += 1
      if (hashes > 1) return held.promise
      // The first takes so long that its place is given away.
      pass(3)
      crowd = Promise.all(others.map((other) => signIn(visitor(worker), other)))
      await vi.waitUntil(() => hashes === 5)
    })
    let crowd: Promise<unknown> = Promise.resolve()
    const answer = await typed(person, 'not this one 123456')
    held.resolve()
    await crowd
    waits.mockRestore()
    expect([answer.status, await passwordFailures(person)]).toEqual([503, 1])
  })

  it('K02 is the code where the password is right: one that a right password does not forgive', async () => {
    const [, holder] = await withDigits()
    for (let n = 0; n < 10; n++) {
      const wrong = await typed(holder, holder.password + wrongCodeAt(holder.uri))
      expect(wrong.body).toEqual(credentials)
      if (n % 4 === 0) await typed(holder, holder.password)
    }
    expect([await passwordFailures(holder), await factorFailures(holder.id)]).toEqual([0, 10])
    const right = await typed(holder, holder.password + codeAt(holder.uri))
    expect(right.body).toEqual({ status: 'reject', reason: 'throttled', retryAfter: 30 })
    expect((await outcomesOf(program, holder.id)).slice(-2)).toEqual([
      'totp:no-match',
      'totp:throttled',
    ])
  })

  it('R09 are hashes by the text alone: nobody’s, a factor’s and none’s cost the same', async () => {
    const plain = await addPerson(root)
    const holder = await addHolder(worker, root)
    const disabled = await addHolder(worker, root)
    await change('UPDATE user SET disabled_at = 1 WHERE id = ?', disabled.id)
    const refusedWith = async (text: (person: Person) => string) => {
      const nobody = { id: '', username: 'nobody-at-all', password: 'not this one' }
      const told = []
      for (const person of [plain, holder, disabled, nobody]) {
        worker.d1.reset()
        const { body, hashes } = await hashesOf(person, text(person))
        told.push([body, hashes, worker.d1.trips()])
      }
      return told
    }
    const all = (hashes: number) => Array.from({ length: 4 }, () => [credentials, hashes, 3])
    expect(await refusedWith(() => 'not this one')).toEqual(all(1))
    expect(await refusedWith(() => 'not this one 123456')).toEqual(all(2))
    expect(await refusedWith(() => 'not this one 12345678')).toEqual(all(2))
    expect(await refusedWith(() => 'not this one ABCD-ABCD-ABCD-ABCD')).toEqual(all(2))
    // Whose password is right and whose code is not, is told by nothing.
    expect(await refusedWith(({ password }) => `${password}000000`)).toEqual(all(2))
  })
})
