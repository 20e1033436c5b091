/** `npm run audit:verify` as an auditor meets it: a file, an answer and an exit code. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFile, newSigner } from '../support/audit-file.ts'

const script = resolve(import.meta.dirname, '../../.scripts/audit-verify.mjs')
const folder = mkdtempSync(join(tmpdir(), 'latchkey-audit-'))
afterAll(() => rmSync(folder, { recursive: true }))

const signer = newSigner()
const lines = makeFile(signer, 3000, 1000)
const last = JSON.parse(lines.at(-2) ?? '')

const audit = (texts: string[], ...more: string[]) => {
  const file = join(folder, 'export.ndjson')
  writeFileSync(file, texts.map((text) => `${text}\n`).join(''))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...more], {
    encoding: 'utf8',
  })
  return { status, said: `${stdout}${stderr}` }
}

describe('A10 R54 audit:verify', () => {
  it('says what a whole file holds, and what to note', () => {
    const { status, said } = audit(lines, '--key', signer.publicKey)
    expect(said).toContain('OK: 3000 lines under 3 checkpoints')
    expect(said).toContain(`3000:${last.hash}`)
    expect(said).toContain(signer.publicKey)
    expect(status).toBe(0)
  })

  it('names the first break, and fails', () => {
    const { status, said } = audit(lines.toSpliced(1700, 1))
    expect(said).toContain('BROKEN: missing: line 1699')
    expect(status).toBe(1)
  })

  it('holds a file to what was noted', () => {
    const { status, said } = audit(lines, '--expect', `2000:${last.hash}`)
    expect(said).toContain('BROKEN: forged: line 2000')
    expect(status).toBe(1)
  })

  it.each([['--key', 'x'], ['--expect', '1'], ['--other'], ['another-file']])(
    'says how it is used: %s',
    (...more) => {
      const { status, said } = audit(lines, ...more)
      expect(said).not.toContain('OK')
      expect(status).toBe(1)
    },
  )
})
