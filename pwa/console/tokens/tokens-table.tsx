import type { HardwareToken } from '../../../schema/api/hardware-token.ts'
import { Badge } from '../../ui/list.tsx'
import { RowLink, Table, type Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { driftWords, stateLooks } from './clock-words.ts'
import './tokens.css'

export const StateBadge = ({ state }: Pick<HardwareToken, 'state'>) => (
  <Badge kind={stateLooks[state].kind}>{stateLooks[state].name}</Badge>
)

const Serial = ({ token: { id, serial, owner } }: { token: HardwareToken }) => (
  <>
    <span class="token-serial">
      <RowLink href={`/console/tokens/${id}`}>{serial}</RowLink>
    </span>
    {owner && <span class="token-owner">{owner.username}</span>}
  </>
)

const none = <span class="muted">—</span>

export const serialColumn: Column<HardwareToken> = {
  title: 'Serial',
  cell: (token) => <Serial token={token} />,
}
export const ownerColumn: Column<HardwareToken> = {
  title: 'Owner',
  wide: true,
  cell: ({ owner }) => (owner ? <a href={`/console/users/${owner.id}`}>{owner.username}</a> : none),
}

const seriesColumn: Column<HardwareToken> = {
  title: 'Series',
  wide: true,
  cell: ({ series }) => series.label,
}

const columns: Column<HardwareToken>[] = [
  { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  ownerColumn,
  seriesColumn,
  {
    title: 'Clock',
    wide: true,
    cell: (token) => (token.lastUsedAt === null ? none : driftWords(token)),
  },
  {
    title: 'Last used',
    wide: true,
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null ? <span class="muted">Never</span> : <Time at={lastUsedAt} />,
  },
]

type TokensTableProps = {
  tokens: readonly HardwareToken[]
  /** Where all are of one series, that says so. */
  ofOneSeries?: boolean
}

/** Tokens as rows. On a phone: which one, whose, and its state. */
export const TokensTable = ({ tokens, ofOneSeries = false }: TokensTableProps) => {
  const more = columns.filter((column) => !ofOneSeries || column !== seriesColumn)
  return (
    <Table
      caption="Hardware tokens"
      columns={[serialColumn, ...more]}
      rows={tokens}
      keyOf={({ id }) => id}
    />
  )
}
