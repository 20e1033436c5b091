import { defaultSettings } from '../../schema/policy.ts'
import { type TotpRecord, toTotp, totpColumns } from './totp.ts'
import { blob, command, type Query, type Row, single } from './trip.ts'
import type { CallerKey } from './user.ts'

/** A registered device, or one that waits for its first code: what its codes and signatures are held to. */
export type DeviceRecord = TotpRecord & {
  /** An uncompressed P-256 point. */
  signingKey: Uint8Array<ArrayBuffer>
  /** A code sent to the phone vouched for it. */
  smsProved: boolean
}

const toDevice = (row: Row): DeviceRecord => ({
  ...toTotp(row),
  signingKey: blob(row['signing_key']),
  smsProved: row['sms_proved'] === 1,
})

const ofCaller = `SELECT totp_secret.${totpColumns}, signing_key, sms_proved
  FROM device JOIN factor ON factor.id = device.factor_id
  JOIN totp_secret ON totp_secret.factor_id = factor.id
  WHERE factor.id = ?1 AND method = 'device'
    AND factor.user_id = (SELECT user_id FROM caller WHERE key = ?2)`

/** One of the caller's registered devices. */
export const readDevice = (
  db: D1Database,
  id: string,
  caller: CallerKey,
): Query<DeviceRecord | null> =>
  single(db.prepare(`${ofCaller} AND confirmed_at IS NOT NULL`).bind(id, caller), toDevice)

/** One that waits for its first code. */
export const readUnconfirmedDevice = (
  db: D1Database,
  id: string,
  caller: CallerKey,
  startedAfter: number,
): Query<DeviceRecord | null> =>
  single(
    db
      .prepare(`${ofCaller} AND confirmed_at IS NULL AND created_at > ?3`)
      .bind(id, caller, startedAfter),
    toDevice,
  )

/** What a registered device signs with, whoever's it is. */
export const readDeviceKey = (db: D1Database, id: string): Query<Uint8Array<ArrayBuffer> | null> =>
  single(
    db
      .prepare(
        `SELECT signing_key FROM device JOIN factor ON factor.id = factor_id
         WHERE factor_id = ?1 AND confirmed_at IS NOT NULL`,
      )
      .bind(id),
    (row) => blob(row['signing_key']),
  )

export const insertDevice = (
  db: D1Database,
  device: { factorId: string; signingKey: Uint8Array<ArrayBuffer>; smsProved: boolean },
): Query<null> =>
  command(
    db
      .prepare(`INSERT INTO device (factor_id, signing_key, sms_proved) VALUES (?1, ?2, ?3)`)
      .bind(device.factorId, device.signingKey, device.smsProved ? 1 : 0),
  )

/** Those that give way to device ?1, once it counts in session ?2: all but the newest, as many as may be. */
const beyond = `method = 'device' AND confirmed_at IS NOT NULL
  AND factor.user_id = (SELECT next.user_id FROM factor AS next JOIN session ON session.id = ?2
    WHERE next.id = ?1 AND next.confirmed_at IS NOT NULL AND session.user_id = next.user_id)
  AND factor.id NOT IN (
    SELECT kept.id FROM factor AS kept
    WHERE kept.user_id = factor.user_id AND kept.method = 'device' AND kept.confirmed_at IS NOT NULL
    ORDER BY kept.id = ?1 DESC, kept.confirmed_at DESC, kept.id
    LIMIT CAST(coalesce((SELECT value FROM setting WHERE name = 'app.max_devices'), ?3) AS INTEGER))`

/**
 * One device more than a person may have: the oldest dies, and with it all trust and all other sessions
 * (design rule 4).
 */
export const retireDevices = (db: D1Database, id: string, sessionId: string) => {
  const run = (sql: string) =>
    command(db.prepare(sql).bind(id, sessionId, defaultSettings['app.max_devices']))
  const owner = `SELECT user_id FROM factor WHERE ${beyond}`
  return {
    deviceBumped: run(`UPDATE user SET security_stamp = security_stamp + 1 WHERE id IN (${owner})`),
    deviceCarried: run(
      `UPDATE session SET security_stamp = security_stamp + 1 WHERE id = ?2 AND user_id IN (${owner})`,
    ),
    devicesRetired: run(`DELETE FROM factor WHERE ${beyond}`),
  }
}
