import { describe, expect, it } from 'vitest'
import { activityWords } from '../../pwa/portal/account/activity-words.ts'
import { auditActions } from '../../schema/api/audit.ts'

const words = (action: string, outcome = 'done', byMe = true) =>
  activityWords({ action, outcome, byMe })

describe('what happened to an account', () => {
  it.each(auditActions)('%s has a sentence, for the one who did it and for others', (action) => {
    for (const byMe of [true, false]) {
      const { text } = words(action, 'done', byMe)
      expect(text).toMatch(/^[A-Z“].{6,}[^.]$/)
      expect(text).not.toContain('Something changed')
    }
  })

  it('tells how one signed in', () => {
    const texts = ['password', 'totp', 'hardware', 'recovery', 'pass', 'trusted-browser'].map(
      (outcome) => words('sign-in', outcome).text,
    )
    expect(new Set(texts).size).toBe(6)
    expect(texts.every((text) => text.startsWith('Signed in '))).toBe(true)
  })

  it.each([
    ['sign-in', 'password:wrong-password', 'Sign-in refused: wrong password'],
    ['sign-in', 'totp:no-match', 'Sign-in refused: wrong code'],
    ['sign-in', 'totp:something-new', 'Sign-in refused'],
    ['step-up', 'recovery:throttled', 'Confirmation that it is you refused: too many attempts'],
    ['factor-enrolled', 'hardware:no-match', 'New second factor refused: wrong code'],
    ['factor-enrolled', 'hardware:no-token', 'New second factor refused: wrong code'],
    ['factor-enrolled', 'hardware:token-taken', 'New second factor refused: wrong code'],
    ['password-reset', 'no-match', 'New password by a code refused: wrong code'],
  ])('%s that ended as %s is worth a second look', (action, outcome, text) => {
    expect(words(action, outcome)).toEqual({ kind: 'warning', text })
  })

  it.each([
    ['validated', 'totp', 'Signed in at Payroll'],
    ['validated', 'challenge', 'Your password was entered at Payroll'],
    ['validated', 'hardware:no-match', 'Sign-in at Payroll refused: wrong code'],
    [
      'application-refused',
      'refused-group',
      'Sign-in at Payroll refused: you are in none of its groups',
    ],
    ['trust-granted', 'done', 'Browser trusted, at Payroll'],
    ['grant-ended', 'code-reused', 'The access of Payroll was ended: what it holds was used twice'],
  ])('%s that ended as %s names its application', (action, word, text) => {
    const outcome = `${word}@${crypto.randomUUID()}`
    expect(activityWords({ action, outcome, byMe: true, application: 'Payroll' }).text).toBe(text)
  })

  it('a password that leads on to the factor is no refusal', () => {
    expect(words('sign-in', 'password:factor-required').kind).toBe('plain')
  })

  it('tells what an administrator did from what one did oneself', () => {
    expect(words('role-changed', 'user', false).text).toBe('An administrator changed your role')
    expect(words('role-changed', 'user', true).text).not.toContain('your')
  })

  it('says something of what it does not know yet', () => {
    expect(words('moon-landing').text).toBe('Something changed on your account')
  })
})
