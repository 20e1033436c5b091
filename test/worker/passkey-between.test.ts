/** What a passkey's two trips find when something happens between them, or when one of them is lost. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Answer, Client } from '../support/client.ts'
import { change, rows } from '../support/database.ts'
import { heldToEnroll } from '../support/enrollment.ts'
import { between, expectStatus, hold, house, sessionStatus, visitor } from '../support/people.ts'
import {
  addKeeper,
  enrollment,
  type Keeper,
  login,
  optionsOf,
  passkeysOf,
  stepUp,
  usePasskey,
} from '../support/passkey.ts'
import { forgetPolicy } from '../support/policy.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

/** A browser that has its key's answer and has yet to send it. */
type Ready = { browser: Client; act: () => Promise<Answer>; person: { id: string } }

const signing = async (person: Keeper, browser: Client): Promise<Ready> => {
  const response = await person.key.get(await optionsOf(browser, login))
  return { browser, act: () => browser.post(login, { response }), person }
}

const enrolling = async (person: { id: string }, browser: Client): Promise<Ready> => {
  const response = await newAuthenticator().create(await optionsOf(browser, enrollment))
  return { browser, act: () => browser.post(enrollment, { response }), person }
}

const signedInKeeper = async () => {
  const keeper = await addKeeper(worker, root)
  const browser = visitor(worker)
  expectStatus(await usePasskey(browser, keeper.key), 200)
  return { keeper, browser }
}

/** Ways from nobody to a session. */
const doors: Record<string, () => Promise<Ready>> = {
  alone: async () => signing(await addKeeper(worker, root), visitor(worker)),
  'as the second factor': async () => {
    const keeper = await addKeeper(worker, root)
    return signing(keeper, await hold(worker, keeper))
  },
  'enrolled at the door': async () => {
    const { browser, person } = await heldToEnroll(worker, root)
    return enrolling(person, browser)
  },
}

/** And from a session to its successor. */
const flows: Record<string, () => Promise<Ready>> = {
  ...doors,
  'enrolled in the account': async () => {
    const { keeper, browser } = await signedInKeeper()
    return enrolling(keeper, browser)
  },
  'at step-up': async () => {
    const { keeper, browser } = await signedInKeeper()
    const response = await keeper.key.get(await optionsOf(browser, stepUp))
    const act = () => browser.post(stepUp, { method: 'passkey', response })
    return { browser, act, person: keeper }
  },
}

const everyFlow = Object.keys(flows)
const happenings: [string, string, string[]][] = [
  ['the person is disabled', 'UPDATE user SET disabled_at = 1 WHERE id = ?', everyFlow],
  ['the person is deleted', 'DELETE FROM user WHERE id = ?', everyFlow],
  [
    'everything else of theirs ends',
    'UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?',
    everyFlow,
  ],
  [
    'passkeys are accepted no more',
    'UPDATE user_group SET allow_webauthn_2fa = 0 WHERE everyone = 1 AND ?1 = ?1',
    everyFlow,
  ],
  [
    'the passkey is removed',
    'DELETE FROM factor WHERE user_id = ?',
    ['alone', 'as the second factor', 'at step-up'],
  ],
  [
    'self-enrollment is taken away',
    'UPDATE user_group SET allow_2fa_self_enrollment = 0 WHERE everyone = 1 AND ?1 = ?1',
    ['enrolled in the account'],
  ],
  [
    'their sessions are ended',
    'DELETE FROM session WHERE user_id = ?',
    ['enrolled in the account', 'at step-up'],
  ],
  [
    'the pending login is given up',
    'DELETE FROM pending_login WHERE user_id = ?',
    ['as the second factor', 'enrolled at the door'],
  ],
]
const cases = happenings.flatMap(([what, sql, where]) =>
  where.map((flow) => [flow, what, sql] as const),
)

/** All that a passkey may write of a person. */
const writtenOf = async ({ id }: { id: string }) => ({
  factors: await rows('SELECT * FROM factor WHERE user_id = ? ORDER BY id', id),
  passkeys: await passkeysOf(id),
  sessions: await rows('SELECT * FROM session WHERE user_id = ? ORDER BY id', id),
  known: await rows('SELECT * FROM known_browser WHERE user_id = ? ORDER BY id', id),
})

describe('between reading and writing', () => {
  it.each(cases)('%s: %s, and nothing is written', async (flow, _, sql) => {
    const { act, person } = await (flows[flow] as (typeof flows)[string])()
    let left: unknown
    const answer = await between(worker, 2, act, async () => {
      await change(sql, person.id)
      left = await writtenOf(person)
    })
    expect(answer.status).toBeOneOf([401, 403, 409])
    expect(answer.setCookies).toEqual([])
    expect(await writtenOf(person)).toEqual(left)
  })

  it('who must enroll does so at the door, though self-enrollment is taken away', async () => {
    const { act, person } = await (flows['enrolled at the door'] as (typeof flows)[string])()
    const answer = await between(worker, 2, act, () =>
      change('UPDATE user_group SET allow_2fa_self_enrollment = 0 WHERE everyone = 1'),
    )
    expect(answer.body.status).toBe('authenticated')
    expect(await passkeysOf(person.id)).toHaveLength(1)
  })
})

describe('X01 the database fails', () => {
  const faults = Object.keys(doors).flatMap((flow) =>
    [1, 2].flatMap((trip) =>
      (['before', 'after'] as const).map((mode) => [flow, mode, trip] as const),
    ),
  )
  it.each(faults)('%s: %s trip %d is done: nobody is in', async (flow, mode, trip) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { browser, act, person } = await (doors[flow] as (typeof doors)[string])()
    worker.d1.reset({ faults: { [trip]: mode } })
    const answer = await act()
    worker.d1.reset()
    expect([answer.status, answer.setCookies]).toEqual([expect.toBeOneOf([500, 503]), []])
    expect(await sessionStatus(browser)).toBe(401)
    // What was not written may be sent again; what was, has been spent.
    const spent = trip === 2 && mode === 'after'
    const again = await act()
    expect(again.status < 300).toBe(!spent)
    expect(await passkeysOf(person.id)).toHaveLength(1)
  })

  it('at step-up: the session is what it was', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { keeper, browser } = await signedInKeeper()
    for (const trip of [1, 2]) {
      const response = await keeper.key.get(await optionsOf(browser, stepUp))
      worker.d1.reset({ faults: { [trip]: 'before' } })
      const answer = await browser.post(stepUp, { method: 'passkey', response })
      worker.d1.reset()
      expect([answer.status, answer.setCookies]).toEqual([expect.toBeOneOf([500, 503]), []])
      expect(await sessionStatus(browser)).toBe(200)
    }
  })
})
