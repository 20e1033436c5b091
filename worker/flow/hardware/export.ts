import type { SessionContext } from '../../http/guard.ts'
import { csvRows } from '../../http/csv.ts'
import { listTokens, type TokenRecord } from '../../store/token-list.ts'
import { trip } from '../../store/trip.ts'
import { permitted } from '../authority.ts'
import { showToken } from './token.ts'

/** Tokens a trip: all that is ever in memory. */
const pageTokens = 2000

const header = [
  'serial',
  'series',
  'model',
  'state',
  'owner',
  'algorithm',
  'digits',
  'period',
  'last used',
  'drift',
  'drift per day',
  'leaves the window',
]

/**
 * The inventory, for a spreadsheet; no secrets. Times are UTC. Each page asks anew whether the actor still may.
 * @throws AssertionFailed in the middle, where they may not any more
 */
export async function* tokensFile(c: SessionContext): AsyncGenerator<string> {
  const all = { series: null, assigned: null }
  yield csvRows([header])
  for (let after = '', more = true; more;) {
    const { tokens } = await trip(c.env.DB, permitted(c), {
      tokens: listTokens(c.env.DB, all, { prefix: '', after }, pageTokens),
    })
    yield csvRows(tokens.map((token) => toRow(c, token)))
    after = tokens.at(-1)?.canonicalSerial ?? ''
    more = tokens.length === pageTokens
  }
}

const toRow = (c: SessionContext, record: TokenRecord): (string | number)[] => {
  const token = showToken(record, c.var.caller.policy.hardware.driftSteps)
  return [
    token.serial,
    token.series.label,
    token.model,
    token.state,
    token.owner?.username ?? '',
    token.algorithm,
    token.digits,
    token.period,
    moment(token.lastUsedAt),
    token.drift,
    token.driftPerDay === null ? '' : Number(token.driftPerDay.toFixed(4)),
    moment(token.leavesAt),
  ]
}

const moment = (seconds: number | null): string =>
  seconds === null ? '' : new Date(seconds * 1000).toISOString()
