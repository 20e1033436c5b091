import { checkpointText, genesis, linkText, type LoggedLine } from '../../schema/audit-chain.ts'
import { toHex } from '../crypto/hex.ts'
import { findKey, type Keyring } from '../crypto/keyring.ts'
import { isSignedBy, type SigningKey, signingKey } from '../crypto/signing-key.ts'
import { sha256 } from '../crypto/token.ts'
import { extendChain, readTip, type StoredCheckpoint } from '../store/audit-chain.ts'
import { trip } from '../store/trip.ts'

/** Some 400 kB of JSON back to D1, and 40 ms of hashing. */
const batchLines = 5000
/** 100,000 lines a run, in a second of CPU. */
const maxBatches = 20

/**
 * How far the chain reaches now. `whole`: all lines that were there; `behind`: more than one run takes;
 * `broken`: somebody changed it, and it is not extended. `highest` is the highest id ever given.
 */
export type ChainState = { kind: 'whole' | 'behind' | 'broken'; highest: number }

/**
 * Chains all lines that are not chained yet, and signs a checkpoint after each batch. Two trips a batch.
 * A tampered chain is not extended: our signature would mend it.
 */
export const chainAudit = async (
  db: D1Database,
  ring: Keyring,
  now: number,
): Promise<ChainState> => {
  const key = await signingKey(ring[0])
  let highest = 0
  for (let batch = 0; batch < maxBatches; batch++) {
    const tip = await trip(db, readTip(db, batchLines))
    const { last, unchained } = tip
    highest = tip.highest
    const fault = await faultOf(tip, ring)
    if (fault) {
      console.error(`audit: ${fault}; nothing is chained until that is mended`)
      return { kind: 'broken', highest }
    }
    if (unchained.length < batchLines) sayWhatIsMissing(last?.lastId ?? 0, unchained, highest)
    const extended = unchained.length === 0 || (await extend(db, { last, unchained, key, now }))
    if (extended && unchained.length < batchLines) return { kind: 'whole', highest }
  }
  return { kind: 'behind', highest }
}

type Tip = { last: StoredCheckpoint | null; lastHash: string | null }

/** Why the chain must not be extended from here, or null. */
const faultOf = async ({ last, lastHash }: Tip, ring: Keyring): Promise<string | null> => {
  if (!last) return lastHash ? 'lines are chained, but all checkpoints are gone' : null
  const key = findKey(ring, last.keyId)
  if (!key)
    return `the key ${last.keyId} is needed in MASTER_KEYS until one more checkpoint is made`
  const { publicKey } = await signingKey(key)
  if (!(await isSignedBy(publicKey, checkpointText(last), last.signature)))
    return `the checkpoint at line ${last.lastId} is forged`
  return lastHash === last.hash ? null : `line ${last.lastId} is not the one that was chained`
}

/** Whoever deletes a line before it is chained leaves a gap. */
const sayWhatIsMissing = (from: number, lines: LoggedLine[], highest: number): void => {
  if (highest - from !== lines.length)
    console.error(`audit: lines are missing between ${from} and ${highest}`)
}

/** False where another run was quicker. */
const extend = async (
  db: D1Database,
  { last, unchained, key, now }: Extension,
): Promise<boolean> => {
  const hashes = await hashesOf(last?.hash ?? genesis, unchained)
  const { id: lastId, hash } = hashes.at(-1) ?? { id: 0, hash: genesis }
  const lines = (last?.lines ?? 0) + unchained.length
  const said = { lastId, hash, lines, at: now, keyId: key.id }
  const signature = await key.sign(checkpointText(said))
  const checkpoint = { ...said, publicKey: key.publicKey, signature }
  const { extended } = await trip(db, extendChain(db, last?.lastId ?? 0, checkpoint, hashes))
  // An anchor outside of the database: `npm run audit:verify` holds an export to it.
  if (extended) console.info(`audit: checkpoint ${lastId}:${hash} by ${key.id} ${key.publicKey}`)
  return extended
}
type Extension = {
  last: StoredCheckpoint | null
  unchained: LoggedLine[]
  key: SigningKey
  now: number
}

const hashesOf = async (from: string, lines: LoggedLine[]) => {
  let previous = from
  const hashes: { id: number; hash: string }[] = []
  for (const line of lines) {
    previous = toHex(await sha256(linkText(previous, line)))
    hashes.push({ id: line.id, hash: previous })
  }
  return hashes
}
