import { describe, expect, it } from 'vitest'
import { auditOf, change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  between,
  hold,
  house,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()

/** The lines about somebody that came to be meanwhile. */
const linesOf = async (person: { id: string }, act: () => Promise<unknown>): Promise<string[]> => {
  const before = (await auditOf(person.id)).length
  await act()
  return (await auditOf(person.id)).slice(before)
}
const nobody = crypto.randomUUID()

describe('R54 the log says what happened, and nothing that did not', () => {
  it('ending a session or trust that is not there, or is another’s, leaves no line', async () => {
    const [person, other] = [await addPerson(root), await addPerson(root)]
    const [browser, elsewhere] = [visitor(worker), visitor(worker)]
    await signIn(browser, person)
    await signIn(elsewhere, other)
    const { sessions } = (await elsewhere.get('/api/sessions')).body
    const refuse = async () => {
      for (const path of [
        `/api/sessions/${nobody}`,
        `/api/sessions/${sessions[0].id}`,
        `/api/trusted-browsers/${nobody}`,
      ])
        expect((await browser.delete(path)).status).toBe(404)
    }
    expect(await linesOf(person, refuse)).toEqual([])
    expect(await linesOf(other, refuse)).toEqual([])
  })

  it('signing out leaves one line, of whoever it was, and once', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await signIn(browser, person)
    const lines = await linesOf(person, async () => {
      await browser.post('/api/logout')
      await browser.post('/api/logout')
    })
    expect(lines).toEqual(['sign-out done'])
  })

  it('a throttled password names the person it was for', async () => {
    const person = await addPerson(root)
    const wrong = { ...person, password: 'not this one' }
    for (let n = 0; n < 10; n++) await signIn(visitor(worker), wrong)
    expect(await linesOf(person, () => signIn(visitor(worker), wrong))).toEqual([
      'sign-in password:throttled',
    ])
  })

  it('a throttled code names the person it was for', async () => {
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    for (let n = 0; n < 10; n++) await typeCode(browser, wrongCodeAt(holder.uri))
    expect(await linesOf(holder, () => typeCode(browser, codeAt(holder.uri)))).toEqual([
      'sign-in totp:throttled',
    ])
  })

  it('trust that was not granted after all is not said to be', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    const lines = await linesOf(holder, () =>
      between(
        worker,
        2,
        () => signIn(browser, holder, { code: codeAt(holder.uri), trust: true }),
        () => change('UPDATE user SET may_trust = 0 WHERE id = ?', holder.id),
      ),
    )
    expect(lines).toEqual(['sign-in totp'])
  })
})
