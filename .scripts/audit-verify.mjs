/**
 * `npm run audit:verify FILE [-- --key PUBLICKEY] [--expect ID:HASH]`: checks an export of the audit log, far
 * from the database it came from, and names the first break.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { verifyExport } from '../schema/audit-verification.ts'

const usage =
  'Usage: npm run audit:verify -- FILE [--key PUBLICKEY] [--expect ID:HASH]\n' +
  '  --key     the public key that you know to be right, from the log of the Worker\n' +
  '  --expect  a line and its hash as the log of the Worker noted them; both may come more than once'

const sha256 = (data) => createHash('sha256').update(data).digest('hex')

/** What stands before the 32 bytes of an Ed25519 public key (RFC 8410, section 4). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

const isSignedBy = (publicKey, text, signature) => {
  const der = Buffer.concat([spkiHead, Buffer.from(publicKey, 'hex')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex'))
}

const sayAndExit = (text) => {
  console.error(text)
  process.exit(1)
}

const readArguments = () => {
  const string = { type: 'string', multiple: true, default: [] }
  const { values, positionals } = parseArgs({
    options: { key: string, expect: string },
    allowPositionals: true,
  })
  const keys = values.key.every((key) => /^[0-9a-f]{64}$/.test(key))
  const anchors = values.expect.every((anchor) => /^\d{1,15}:[0-9a-f]{64}$/.test(anchor))
  if (positionals.length !== 1 || !keys || !anchors) throw new Error(usage)
  return {
    file: positionals[0],
    trusted: values.key,
    anchors: new Map(values.expect.map((one) => [Number(one.split(':')[0]), one.split(':')[1]])),
  }
}

const sayWhole = ({ lines, checkpoints, last, publicKey }, trusted) => {
  console.log(`OK: ${lines} lines under ${checkpoints} checkpoints, none edited, missing or moved.`)
  console.log(`Last checkpoint: ${last.lastId}:${last.hash}`)
  console.log(`  made ${new Date(last.at * 1000).toISOString()}`)
  console.log(`Signed with: ${publicKey}`)
  console.log(`  fingerprint SHA-256 ${sha256(Buffer.from(publicKey, 'hex'))}`)
  if (trusted.length === 0)
    console.log(
      'That key is the one that the file names. Compare it with yours, or give it by --key.',
    )
}

/** Lines end with LF and nothing else: other signs that break lines may stand in what they say. */
async function* linesOf(file) {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    yield* lines
  }
  if (rest !== '') yield rest
}

const main = async () => {
  const { file, trusted, anchors } = readArguments()
  const means = {
    sha256: async (text) => sha256(text),
    isSignedBy: async (...proof) => isSignedBy(...proof),
    trusted,
    anchors,
  }
  const verdict = await verifyExport(linesOf(file), means)
  if (verdict.kind === 'whole') return sayWhole(verdict, trusted)
  if (verdict.kind === 'unverifiable') return sayAndExit(`Cannot be verified: ${verdict.reason}`)
  return sayAndExit(`BROKEN: ${verdict.broken.kind}: ${verdict.broken.where}`)
}

await main().catch((error) => sayAndExit(error.message))
