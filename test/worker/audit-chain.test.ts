import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { linkText, type LoggedLine } from '../../schema/audit-chain.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { sha256 } from '../../worker/crypto/token.ts'
import handler from '../../worker/index.ts'
import { chainAudit } from '../../worker/jobs/audit-chain.ts'
import { exportLog, verdictOn, writeLines } from '../support/audit-log.ts'
import { change, rows } from '../support/database.ts'
import { house, thiefOf } from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'

const { worker, root } = house()

const cron = (overrides: object = {}) =>
  handler.scheduled(
    { scheduledTime: Date.now(), cron: '*/15 * * * *', noRetry: () => {} },
    { ...env, DB: worker.d1.db, ...overrides },
  )
const numberOf = async (sql: string): Promise<number> => Number((await rows(sql))[0]?.['n'])
const unchained = () => numberOf('SELECT count(*) AS n FROM audit WHERE hash IS NULL')
const checkpoints = () => numberOf('SELECT count(*) AS n FROM audit_checkpoint')

/** What the job told the operator. */
let told: string[] = []
beforeEach(() => {
  told = []
  for (const way of ['info', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((text: string) => void told.push(text))
})

describe('R54 the log is chained', () => {
  it('once, whoever runs at the same time', async () => {
    await writeLines(50, 1_700_000_000, ['somebody'])
    const before = await checkpoints()
    await Promise.all([cron(), cron(), cron()])
    expect((await checkpoints()) - before).toBe(1)
    expect(await verdictOn(await exportLog(worker, root))).toBe('whole')
  })

  it('and a run that lost the race leaves nothing: the next one goes on from where it stands', async () => {
    await writeLines(5, 1_700_000_000, ['somebody'])
    const seen = await numberOf('SELECT max(id) AS n FROM audit')
    const { db } = worker.d1
    let trips = 0
    const slow = new Proxy(db, {
      get: (_, key) => {
        if (key !== 'batch') return Reflect.get(db, key) as unknown
        return async (statements: D1PreparedStatement[]) => {
          trips += 1
          if (trips === 2) {
            await writeLines(5, 1_700_000_000, ['somebody'])
            await cron()
          }
          return db.batch(statements)
        }
      },
    })
    const ring = parseKeyring('MASTER_KEYS', env.MASTER_KEYS)
    expect((await chainAudit(slow, ring, 1_700_000_000)).kind).toBe('whole')
    expect(await rows('SELECT 1 FROM audit_checkpoint WHERE last_id = ?', seen)).toEqual([])
    expect(await verdictOn(await exportLog(worker, root))).toBe('whole')
  })

  it('all of a batch or none of it', async () => {
    await writeLines(50, 1_700_000_000, ['somebody'])
    const before = await checkpoints()
    await change(
      `CREATE TRIGGER fault BEFORE UPDATE ON audit WHEN new.id = (SELECT max(id) FROM audit)
       BEGIN SELECT RAISE(ABORT, 'lost'); END`,
    )
    await expect(cron()).rejects.toThrow('job')
    await change('DROP TRIGGER fault')
    expect([await unchained(), await checkpoints()]).toEqual([50, before])
  })

  it('and each checkpoint leaves an anchor where the database does not reach', async () => {
    await writeLines(5, 1_700_000_000, ['somebody'])
    await cron()
    const [last] = await rows(
      'SELECT last_id, lower(hex(hash)) AS hash FROM audit_checkpoint ORDER BY last_id DESC LIMIT 1',
    )
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(`${String(last?.['last_id'])}:${String(last?.['hash'])}`)
  })
})

describe('R54 a key that is replaced', () => {
  const rotated = `next1:${'A'.repeat(42)}E`
  const publicKeyIn = (text: string, id: string): string =>
    JSON.parse(text.split('\n')[0] ?? '').keys[id]
  const exportWith = (keys: string) => {
    const other = testedWorker({}, { MASTER_KEYS: keys })
    return exportLog(other, thiefOf(other, root))
  }

  it('still verifies what it signed, also when it is gone', async () => {
    await cron()
    await exportWith(`${rotated},${env.MASTER_KEYS}`)
    const text = await exportWith(rotated)
    expect(publicKeyIn(text, 'test1')).toBe(publicKeyIn(await exportWith(rotated), 'test1'))
    const trusted = [publicKeyIn(text, 'next1')]
    expect(await verdictOn(text, { trusted })).toBe('whole')
    const former = [publicKeyIn(text, 'test1')]
    expect(await verdictOn(text, { trusted: former })).toMatch(/^forged: the end/)
    await exportWith(`${env.MASTER_KEYS},${rotated}`)
  })

  it('must not go before one checkpoint more: else nobody can tell what was chained', async () => {
    await cron()
    const before = await checkpoints()
    await writeLines(5, 1_700_000_000, ['somebody'])
    await cron({ MASTER_KEYS: rotated })
    expect(await checkpoints()).toBe(before)
    expect(told.join()).toContain('the key test1 is needed')
  })
})

describe('A10 our own code', () => {
  it.each([
    'DELETE FROM audit',
    `UPDATE audit SET outcome = 'other'`,
    'UPDATE audit SET hash = NULL',
  ])('changes nothing that is chained: %s', async (sql) => {
    await cron()
    await expect(change(sql)).rejects.toThrow('never')
  })
})

describe('A10 whoever may write to the database', () => {
  /** Somewhere in the middle of the chain, with a checkpoint well before and one after. */
  let middle = 0

  beforeAll(async () => {
    vi.spyOn(console, 'info').mockImplementation(() => {})
    await cron()
    await writeLines(20, 1_700_000_000, ['somebody'])
    middle = await numberOf('SELECT max(id) - 10 AS n FROM audit')
    await cron()
    await change('CREATE TABLE saved AS SELECT * FROM audit')
    await change('CREATE TABLE saved_checkpoint AS SELECT * FROM audit_checkpoint')
    for (const trigger of ['audit_only_grows', 'audit_is_final', 'audit_is_tallied'])
      await change(`DROP TRIGGER ${trigger}`)
  })
  beforeEach(async () => {
    await change('DELETE FROM audit')
    await change('INSERT INTO audit SELECT * FROM saved')
    await change('DELETE FROM audit_checkpoint')
    await change('INSERT INTO audit_checkpoint SELECT * FROM saved_checkpoint')
    await change(
      `UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM saved) WHERE name = 'audit'`,
    )
  })

  /** Gives every line from `first` on the hash that it would have. */
  const hashAnew = async (first: number): Promise<string> => {
    const [before] = await rows(
      'SELECT lower(hex(hash)) AS hash FROM saved WHERE id = ?',
      first - 1,
    )
    let hash = String(before?.['hash'])
    const lines = await rows(
      `SELECT id, at, event_id AS eventId, action, outcome, actor_id AS actorId,
         subject_id AS subjectId, network, browser FROM audit WHERE id >= ? ORDER BY id`,
      first,
    )
    for (const line of lines as LoggedLine[]) {
      hash = toHex(await sha256(linkText(hash, line)))
      await change('UPDATE audit SET hash = unhex(?) WHERE id = ?', hash, line.id)
    }
    return hash
  }

  it('and changes nothing is not accused', async () => {
    expect(await verdictOn(await exportLog(worker, root))).toBe('whole')
  })

  it.each([
    'at = at + 1',
    `outcome = 'other'`,
    'subject_id = NULL',
    `browser = ''`,
    `event_id = ''`,
  ])('cannot edit a line: %s', async (edit) => {
    await change(`UPDATE audit SET ${edit} WHERE id = ?`, middle)
    expect(await verdictOn(await exportLog(worker, root))).toBe(`edited: line ${middle}`)
  })

  it('cannot delete a line, nor the first ones', async () => {
    await change('DELETE FROM audit WHERE id = ?', middle)
    expect(await verdictOn(await exportLog(worker, root))).toBe(`missing: line ${middle}`)
    await change('DELETE FROM audit WHERE id <= 3')
    expect(await verdictOn(await exportLog(worker, root))).toBe('missing: lines 1 to 3')
  })

  it('cannot delete a line before it is chained', async () => {
    await writeLines(3, 1_700_000_000, ['somebody'])
    const last = await numberOf('SELECT max(id) AS n FROM audit')
    await change('DELETE FROM audit WHERE id = ?', last - 1)
    expect(await verdictOn(await exportLog(worker, root))).toBe(`missing: line ${last - 1}`)
  })

  it.each([
    ['with their hashes', 'hash = hash'],
    ['without', 'hash = (SELECT hash FROM saved WHERE id = audit.id)'],
  ])('cannot exchange two lines, %s', async (_, hashes) => {
    await change('UPDATE audit SET id = -1 WHERE id = ?', middle)
    await change('UPDATE audit SET id = ? WHERE id = ?', middle, middle + 1)
    await change('UPDATE audit SET id = ? WHERE id = -1', middle + 1)
    await change(`UPDATE audit SET ${hashes} WHERE id IN (?, ?)`, middle, middle + 1)
    const verdict = await verdictOn(await exportLog(worker, root))
    expect(verdict).toBe(`reordered: line ${middle + 1} was line ${middle}`)
  })

  it('cannot make the hashes anew: the signature covers the last of them', async () => {
    await change(`UPDATE audit SET outcome = 'other' WHERE id = ?`, middle)
    const hash = await hashAnew(middle)
    expect(await verdictOn(await exportLog(worker, root))).toMatch(/^edited: lines .* made anew$/)
    await change(
      `UPDATE audit_checkpoint SET hash = unhex(?)
       WHERE last_id = (SELECT max(last_id) FROM audit_checkpoint)`,
      hash,
    )
    expect(await verdictOn(await exportLog(worker, root))).toMatch(/^forged: the checkpoint/)
  })

  it('cannot have us sign what was tampered with: the job goes no further, and says so', async () => {
    await change(`UPDATE audit SET outcome = 'other' WHERE id = ?`, middle)
    await change(
      `UPDATE audit_checkpoint SET hash = unhex(?)
       WHERE last_id = (SELECT max(last_id) FROM audit_checkpoint)`,
      await hashAnew(middle),
    )
    const before = await checkpoints()
    await writeLines(3, 1_700_000_000, ['somebody'])
    await cron()
    expect([await checkpoints(), await unchained()]).toEqual([before, 3])
    expect(told.join()).toContain('is forged')
    await change('DELETE FROM audit_checkpoint')
    await cron()
    expect([await checkpoints(), await unchained()]).toEqual([0, 3])
    expect(told.join()).toContain('all checkpoints are gone')
  })

  it('cannot cut off the tail: ids tell, and where those are set back, an anchor does', async () => {
    const tail = await numberOf('SELECT max(last_id) AS n FROM audit_checkpoint')
    const [anchor] = await rows('SELECT lower(hex(hash)) AS hash FROM audit WHERE id = ?', tail)
    const kept = await numberOf(
      `SELECT max(last_id) AS n FROM audit_checkpoint WHERE last_id < ${middle}`,
    )
    await change('DELETE FROM audit WHERE id > ?', kept)
    await change('DELETE FROM audit_checkpoint WHERE last_id > ?', kept)
    await change(`UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'`, kept)
    const text = await exportLog(worker, root)
    expect(await verdictOn(text)).toBe('whole')
    const anchors = new Map([[tail, String(anchor?.['hash'])]])
    expect(await verdictOn(text, { anchors })).toMatch(/^truncated: after line .* was noted$/)
    await writeLines(30, 1_700_000_000, ['somebody'])
    const grown = await verdictOn(await exportLog(worker, root), { anchors })
    expect(grown).toBe(`forged: line ${tail} had another hash when it was noted`)
  })

  it('cannot cut off the tail and leave the ids as they were', async () => {
    await change('DELETE FROM audit WHERE id > ?', middle)
    await change('DELETE FROM audit_checkpoint WHERE last_id > ?', middle)
    expect(await verdictOn(await exportLog(worker, root))).toMatch(
      `missing: lines ${middle + 1} to`,
    )
  })
})
