import type { Checkpoint, ExportedLine, LoggedLine } from '../../schema/audit-chain.ts'
import { command, many, type Query, type Row, single, verdict } from './trip.ts'

/** A checkpoint with the public key that verifies it, in hex. */
export type StoredCheckpoint = Omit<Checkpoint, 'type'> & { publicKey: string }

const toCheckpoint = (row: Row): StoredCheckpoint => ({
  lastId: row['last_id'] as number,
  hash: row['hash'] as string,
  lines: row['lines'] as number,
  at: row['at'] as number,
  keyId: row['key_id'] as string,
  publicKey: row['public_key'] as string,
  signature: row['signature'] as string,
})

const toLine = (row: Row): LoggedLine => ({
  id: row['id'] as number,
  at: row['at'] as number,
  eventId: row['event_id'] as string,
  action: row['action'] as string,
  outcome: row['outcome'] as string,
  actorId: row['actor_id'] as string | null,
  subjectId: row['subject_id'] as string | null,
  network: row['network'] as string,
  browser: row['browser'] as string,
})

/** Where the chain ends, what its last line says of itself, and at most `limit` lines that come next. */
export const readTip = (db: D1Database, limit: number) => ({
  last: single(
    db.prepare(
      `SELECT last_id, lower(hex(hash)) AS hash, lines, at, key_id,
         lower(hex(public_key)) AS public_key, lower(hex(signature)) AS signature
       FROM audit_checkpoint ORDER BY last_id DESC LIMIT 1`,
    ),
    toCheckpoint,
  ),
  lastHash: single(
    db.prepare(
      `SELECT lower(hex(hash)) AS hash FROM audit
       WHERE id = coalesce((SELECT max(last_id) FROM audit_checkpoint), (SELECT min(id) FROM audit))
         AND hash IS NOT NULL`,
    ),
    (row) => row['hash'] as string,
  ),
  unchained: many(
    db
      .prepare(
        `SELECT id, at, event_id, action, outcome, actor_id, subject_id, network, browser
         FROM audit WHERE id > coalesce((SELECT max(last_id) FROM audit_checkpoint), 0)
         ORDER BY id LIMIT ?1`,
      )
      .bind(limit),
    toLine,
  ),
  highest: readHighest(db),
})

/** The highest id that a line ever had, also of one that is gone. Ids are given without gaps. */
const readHighest = (db: D1Database): Query<number> => ({
  statement: db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'audit'`),
  read: ([row]) => (row?.['seq'] as number | undefined) ?? 0,
})

/**
 * Chains lines and writes the checkpoint that covers them; nothing where somebody else extended the chain
 * from there meanwhile.
 *
 * @param formerId `lastId` of the checkpoint that this follows; 0 for none
 */
export const extendChain = (
  db: D1Database,
  formerId: number,
  checkpoint: StoredCheckpoint,
  hashes: { id: number; hash: string }[],
) => ({
  extended: verdict(
    db
      .prepare(
        `INSERT INTO audit_checkpoint (last_id, hash, lines, at, key_id, public_key, signature)
         SELECT ?2, unhex(?3), ?4, ?5, ?6, unhex(?7), unhex(?8)
         WHERE coalesce((SELECT max(last_id) FROM audit_checkpoint), 0) = ?1 RETURNING last_id`,
      )
      .bind(
        formerId,
        checkpoint.lastId,
        checkpoint.hash,
        checkpoint.lines,
        checkpoint.at,
        checkpoint.keyId,
        checkpoint.publicKey,
        checkpoint.signature,
      ),
  ),
  // The signature covers the last hash, and that one all the others: it tells whose checkpoint stands there.
  hashed: command(
    db
      .prepare(
        `UPDATE audit SET hash = unhex(json_extract(value, '$[1]')) FROM json_each(?1)
         WHERE audit.id = json_extract(value, '$[0]') AND audit.hash IS NULL
           AND EXISTS (SELECT 1 FROM audit_checkpoint
                       WHERE last_id = ?2 AND signature = unhex(?3))`,
      )
      .bind(
        JSON.stringify(hashes.map(({ id, hash }) => [id, hash])),
        checkpoint.lastId,
        checkpoint.signature,
      ),
  ),
})

/** A stretch of the chain, the oldest first: lines after `after` up to `until`, and the checkpoints there. */
export const readChain = (
  db: D1Database,
  { after, until, limit }: { after: number; until: number; limit: number },
) => ({
  lines: many(
    db
      .prepare(
        `SELECT id, at, event_id, action, outcome, actor_id, subject_id, network, browser,
           lower(hex(hash)) AS hash
         FROM audit WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3`,
      )
      .bind(after, until, limit),
    (row): Omit<ExportedLine, 'type'> => ({
      ...toLine(row),
      hash: (row['hash'] as string | null) || null,
    }),
  ),
  checkpoints: many(
    db
      .prepare(
        `SELECT last_id, lower(hex(hash)) AS hash, lines, at, key_id,
           lower(hex(public_key)) AS public_key, lower(hex(signature)) AS signature
         FROM audit_checkpoint WHERE last_id > ?1 AND last_id <= ?2 ORDER BY last_id LIMIT ?3`,
      )
      .bind(after, until, limit),
    toCheckpoint,
  ),
})

/** The public keys that checkpoints were ever signed with, by the id of the master key behind them. */
export const readSigners = (db: D1Database): Query<{ keyId: string; publicKey: string }[]> =>
  many(
    db.prepare(
      `SELECT key_id, lower(hex(public_key)) AS public_key FROM audit_checkpoint
       GROUP BY key_id, public_key`,
    ),
    (row) => ({ keyId: row['key_id'] as string, publicKey: row['public_key'] as string }),
  )
