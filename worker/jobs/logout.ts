import type { Keyring } from '../crypto/keyring.ts'
import { signJwt } from '../crypto/jwt.ts'
import { currentKey } from '../domain/signing-key.ts'
import {
  claimLogoutNotices,
  collectLogouts,
  deleteLogoutNotices,
  giveUpLogoutNotices,
  type LogoutNotice,
} from '../store/logout-notice.ts'
import { readSigningKeys, type SigningKeyRecord } from '../store/signing-key.ts'
import { trip } from '../store/trip.ts'

/** Who tells, and by what name and keys. */
export type Teller = { db: D1Database; masterKeys: Keyring; origin: string }

/** At a time, and so many times in one run: what is left is due at the next. */
const most = 25
const mostRounds = 8

const day = 86_400

/** A token that has run out tells nothing any more; the client's clock may be off by a little. */
const tokenSeconds = 120

const deliveryMilliseconds = 5000

/** Tells clients of sign-ins that have ended, and of those that earlier attempts did not get through. */
export const tellOfLogouts = async (teller: Teller, now: number): Promise<void> => {
  await trip(
    teller.db,
    { givenUp: giveUpLogoutNotices(teller.db, now - day) },
    collectLogouts(teller.db, { of: 'anybody', key: null }, { now, notBefore: now }),
  )
  for (let round = 0; round < mostRounds; round++) {
    const { due } = await trip(teller.db, { due: claimLogoutNotices(teller.db, now, most) })
    await deliverLogouts(teller, due, now)
    if (due.length < most) return
  }
}

/** Those that take it in are done with; the others are due again later. */
export const deliverLogouts = async (
  teller: Teller,
  notices: readonly LogoutNotice[],
  now: number,
): Promise<void> => {
  if (notices.length === 0) return
  const { db } = teller
  const { keys } = await trip(db, { keys: readSigningKeys(db, 'oidc', now) })
  const delivered = await Promise.all(
    notices.map(async (notice) => ((await deliver(teller, keys, notice, now)) ? notice.id : null)),
  )
  const done = delivered.filter((id) => id !== null)
  if (done.length > 0) await trip(db, { done: deleteLogoutNotices(db, done) })
}

/** OpenID Connect Back-Channel Logout 1.0, section 2.5. A redirect is no answer: it is not followed. */
const deliver = async (
  teller: Teller,
  keys: readonly SigningKeyRecord[],
  notice: LogoutNotice,
  now: number,
): Promise<boolean> => {
  const key = currentKey(keys, notice.algorithm, now)
  if (!key) return false
  const token = await signJwt(
    teller.masterKeys,
    key,
    'logout+jwt',
    logoutClaims(teller, notice, now),
  )
  try {
    const answer = await fetch(notice.uri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(deliveryMilliseconds),
    })
    await answer.body?.cancel()
    return answer.status === 200 || answer.status === 204
  } catch {
    // Nobody is there, or not in time: the attempt is counted already.
    return false
  }
}

/** Section 2.4 there. `jti` names the notice: who gets it twice can tell. */
const logoutClaims = ({ origin }: Teller, notice: LogoutNotice, now: number) => ({
  iss: origin,
  aud: notice.applicationId,
  iat: now,
  exp: now + tokenSeconds,
  jti: notice.id,
  sub: notice.userId,
  sid: notice.sid,
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
})
