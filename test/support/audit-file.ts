/** Exports of an audit log as a Worker writes them, made here, and the means to check them. */
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import {
  checkpointText,
  type ExportRecord,
  genesis,
  linkText,
  trailerText,
} from '../../schema/audit-chain.ts'
import { type Means, verifyExport } from '../../schema/audit-verification.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export type Signer = { publicKey: string; sign: (text: string) => string }

export const newSigner = (): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return {
    publicKey: Buffer.from(x, 'base64url').toString('hex'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('hex'),
  }
}

/** `lines` lines with a checkpoint after every `every`, one JSON text each. */
export const makeFile = (signer: Signer, lines = 9, every = 3): string[] => {
  const header = {
    type: 'header' as const,
    format: 'latchkey-audit' as const,
    version: 1 as const,
    origin: 'https://login.example.org',
    at: 1_700_000_000,
    verifiable: true,
    highest: lines,
    keys: { k1: signer.publicKey },
  }
  const records: ExportRecord[] = [header]
  let hash = genesis
  for (let id = 1; id <= lines; id++) {
    const line = { ...lineOf(id), id }
    hash = sha256(linkText(hash, line))
    records.push({ type: 'line', ...line, hash })
    if (id % every > 0) continue
    const said = { lastId: id, hash, lines: id, at: header.at, keyId: 'k1' }
    const signature = signer.sign(checkpointText(said))
    records.push({ type: 'checkpoint', ...said, signature })
  }
  const said = { lines, checkpoints: Math.floor(lines / every), keyId: 'k1' }
  const signature = signer.sign(trailerText(header, said, hash))
  records.push({ type: 'trailer', ...said, signature })
  return records.map((record) => JSON.stringify(record))
}

const lineOf = (id: number) => ({
  at: 1_700_000_000 + id,
  eventId: `event-${id}`,
  action: 'sign-in',
  outcome: 'totp',
  actorId: 'someone',
  subjectId: 'someone',
  network: '10.0.0.1',
  browser: 'Firefox on Linux',
})

/** `kind` for a whole file, `kind: where` for the first break. */
export const verdictOn = async (texts: string[], known: Partial<Means> = {}): Promise<string> => {
  const verdict = await verifyExport(oneByOne(texts), {
    sha256: async (text) => sha256(text),
    isSignedBy: async (...proof) => isSignedBy(...proof),
    trusted: [],
    anchors: new Map(),
    ...known,
  })
  if (verdict.kind === 'broken') return `${verdict.broken.kind}: ${verdict.broken.where}`
  return verdict.kind
}

async function* oneByOne(texts: string[]): AsyncGenerator<string> {
  yield* texts
}

const isSignedBy = (publicKey: string, text: string, signature: string): boolean => {
  const x = Buffer.from(publicKey, 'hex').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex'))
}
