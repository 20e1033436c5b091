/** The audit log in tests: lines of which there are many, and what a file of it is worth. */
import { env } from 'cloudflare:workers'
import { isSignedBy } from '../../worker/crypto/signing-key.ts'
import { sha256 } from '../../worker/crypto/token.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import { type Means, verifyExport } from '../../schema/audit-verification.ts'
import type { Client } from './client.ts'
import { change } from './database.ts'
import type { TestedWorker } from './worker.ts'

/** `count` lines, one a minute up to `until` (unix seconds), each about one of `people` in turn. */
export const writeLines = (count: number, until: number, people: string[]): Promise<void> =>
  change(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
     SELECT ?2 - 60 * (?1 - i), 'event-' || i,
       CASE WHEN i % 100 = 0 THEN 'trust-granted' ELSE 'sign-out' END, 'done',
       CASE WHEN i % 7 = 0 THEN json_extract(?3, '$[0]') ELSE person END, person, '10.9.9.9', 'A browser'
     FROM (SELECT i, json_extract(?3, '$[' || (i % json_array_length(?3)) || ']') AS person FROM n)`,
    count,
    until,
    JSON.stringify(people),
  )

/** The file as it is downloaded by whoever has this browser. */
export const exportLog = async (
  worker: TestedWorker,
  { cookies }: Client,
  query = 'format=ndjson',
): Promise<string> => {
  const cookie = [...cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ')
  const address = `${env.ORIGIN}/api/admin/audit/export?${query}`
  const response = await worker.send(new Request(address, { headers: { cookie } }))
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return new TextDecoder().decode(await response.arrayBuffer())
}

/** `kind` for a whole export, `kind: where` for the first break. */
export const verdictOn = async (text: string, known: Partial<Means> = {}): Promise<string> => {
  const verdict = await verifyExport(linesOf(text), {
    sha256: async (part) => toHex(await sha256(part)),
    isSignedBy,
    trusted: [],
    anchors: new Map(),
    ...known,
  })
  if (verdict.kind === 'broken') return `${verdict.broken.kind}: ${verdict.broken.where}`
  return verdict.kind
}

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.replace(/\n$/, '').split('\n')
}
