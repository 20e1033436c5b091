import type { HardwareToken, HardwareTokenQuery } from '../../../schema/api/hardware-token.ts'
import type { Page } from '../../../schema/api/page.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { cursorsOf } from '../../http/cursor.ts'
import type { SessionContext } from '../../http/guard.ts'
import { pageSize } from '../../http/page.ts'
import {
  listTokens,
  listTokensOfOwners,
  type TokenFilters,
  type TokenRecord,
} from '../../store/token-list.ts'
import type { Position } from '../../store/user-list.ts'
import { trip } from '../../store/trip.ts'
import { showToken } from './token.ts'

/** Where a search stands: among the serials, or behind that owner among the names. */
const bySerial = (serial: string): Position => ({ key: 'serial', tie: serial })
const byOwner = (owner: string, serial: string): Position => ({
  key: `owner:${owner}`,
  tie: serial,
})

/**
 * A page of tokens by serial; of a search, first those whose serial begins so, then those of people whose
 * names do. A page may come with fewer than it could hold: then its cursor goes on where the looking stopped.
 */
export const searchTokens = async (
  c: SessionContext,
  { after: cursor, ...asked }: HardwareTokenQuery,
): Promise<Page<HardwareToken>> => {
  const cursors = await cursorsOf(asked)
  const after = cursor ? cursors.read(cursor, 'string') : bySerial('')
  const { found, rest } = await lookUp(c, asked, after)
  const items = found.slice(0, pageSize)
  const last = found.length > pageSize ? items.at(-1)?.at : rest
  const { driftSteps } = c.var.caller.policy.hardware
  return {
    items: items.map(({ token }) => showToken(token, driftSteps)),
    next: last ? cursors.write(last) : null,
  }
}

type Found = { token: TokenRecord; at: Position }

/** What was found, and, where that is not all, where the looking stopped. */
const lookUp = async (
  c: SessionContext,
  { search, series, state }: Omit<HardwareTokenQuery, 'after'>,
  after: Position,
): Promise<{ found: Found[]; rest: Position | null }> => {
  const filters: TokenFilters = {
    series: series ?? null,
    assigned: state === undefined ? null : state === 'assigned',
  }
  const { serial, owner } = prefixesOf(search ?? '')
  const [, from = ''] = /^owner:(.*)$/s.exec(String(after.key)) ?? []
  const amongOwners = from !== ''
  const stopped = { owner: from, serial: amongOwners ? after.tie : '' }
  const { tokens, ofOwners } = await trip(c.env.DB, {
    tokens:
      amongOwners || serial === null
        ? null
        : listTokens(c.env.DB, filters, { prefix: serial, after: after.tie }, pageSize + 1),
    ofOwners:
      owner === null
        ? null
        : listTokensOfOwners(
            c.env.DB,
            filters,
            { prefix: owner, serialPrefix: serial, after: stopped },
            pageSize + 1,
          ),
  })
  const named = (ofOwners ?? []).flatMap(({ owner: name, token }): Found[] =>
    token ? [{ token, at: byOwner(name, token.canonicalSerial) }] : [],
  )
  const marker = ofOwners?.find(({ token }) => !token)
  return {
    found: [
      ...(tokens ?? []).map((token) => ({ token, at: bySerial(token.canonicalSerial) })),
      ...named,
    ],
    rest: marker ? byOwner(marker.owner, '\u{10ffff}') : null,
  }
}

/** What a search says as the beginning of a serial, and of a username; null: it can be none. */
const prefixesOf = (search: string) => {
  const typed = search.trim()
  if (typed === '') return { serial: '', owner: null }
  const compact = typed.replace(/[ ._-]/g, '').toUpperCase()
  return { serial: /^[A-Z0-9]+$/.test(compact) ? compact : null, owner: canonicalUsername(typed) }
}
