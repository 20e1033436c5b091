import * as v from 'valibot'
import { secret, username } from './text.ts'

/** `POST /api/setup`: the first super admin, once. `token` comes from the set-up link. */
export const Setup = v.strictObject({
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  username,
  password: secret,
})

/** `GET /api/setup`: whether this installation still waits for its first super admin. */
export type SetupState = { needed: boolean }
