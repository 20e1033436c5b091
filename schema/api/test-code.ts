import * as v from 'valibot'
import { code } from './factor.ts'
import { username } from './text.ts'

/** `POST /api/admin/test-code`: is this code right? Nothing is spent, and nothing is counted against the person. */
export const TestCode = v.strictObject({ username, code })

/** What would happen to the code; `now` is the Worker's clock in milliseconds. */
export type TestedCode = {
  now: number
  result: 'matched' | 'spent' | 'outside-window' | 'no-match' | 'no-key'
  /** Of the key that it came from. */
  key: { name: string; algorithm: string; digits: number; period: number } | null
  /** How many steps from the Worker's clock, negative for a slow clock; null where nothing matched. */
  steps: number | null
  /** Steps on each side that are accepted. */
  window: number
}

/** `GET /api/admin/clock`: the Worker's clock in milliseconds. */
export type Clock = { now: number }
