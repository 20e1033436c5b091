import type { Fleet, HardwareToken } from '../../../schema/api/hardware-token.ts'
import { Button } from '../../ui/button.tsx'
import { DownloadIcon, SuccessIcon } from '../../ui/icons.tsx'
import { Badge } from '../../ui/list.tsx'
import { datedName, saveFile } from '../../ui/save-file.ts'
import { Section } from '../../ui/section.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { csvFile } from '../import/csv.ts'
import { dayOf, driftWords, speedWords } from './clock-words.ts'
import { ownerColumn, serialColumn } from './tokens-table.tsx'
import '../dashboard/dashboard.css'

/** The Worker names no more than these. */
const most = 100

const columns: [Column<HardwareToken>, ...Column<HardwareToken>[]] = [
  serialColumn,
  {
    title: 'Leaves the window',
    cell: ({ leavesAt }) => leavesAt !== null && <Departure at={leavesAt} />,
  },
  ownerColumn,
  { title: 'Off by', wide: true, cell: driftWords },
  { title: 'Speed', wide: true, cell: speedWords },
]

const Departure = ({ at }: { at: number }) =>
  at <= Date.now() / 1000 ? (
    <Badge kind="warning">{`Left on ${dayOf(at)}`}</Badge>
  ) : (
    <>{dayOf(at)}</>
  )

const isoDay = (at: number | null): string =>
  at === null ? '' : new Date(at * 1000).toISOString().slice(0, 10)

const saveList = async (leaving: readonly HardwareToken[]): Promise<void> => {
  const header = ['serial', 'owner', 'series', 'steps off', 'steps a day', 'last used', 'leaves']
  const rows = leaving.map(({ serial, owner, series, drift, driftPerDay, ...times }) => [
    serial,
    owner?.username ?? '',
    series.label,
    String(drift),
    driftPerDay?.toFixed(4) ?? '',
    isoDay(times.lastUsedAt),
    isoDay(times.leavesAt),
  ])
  saveFile(datedName('tokens-to-replace', 'csv'), await csvFile([header, ...rows]))
}

/** Tokens whose codes will be refused soon, the first first: to be used or replaced before. */
export const ReplaceSection = ({ leaving }: Pick<Fleet, 'leaving'>) =>
  leaving.length === 0 ? (
    <Section title="To replace">
      <p class="alerts__fine">
        <SuccessIcon />
        No token will leave the window within a year.
      </p>
    </Section>
  ) : (
    <Section
      title="To replace"
      lead={`If they are not used before that day, their codes are refused from then on.${leaving.length >= most ? ` The first ${most}.` : ''}`}
      action={
        <Button small onClick={() => void saveList(leaving)}>
          <DownloadIcon size={18} />
          Download list
        </Button>
      }
    >
      <Table caption="To replace" columns={columns} rows={leaving} keyOf={({ id }) => id} />
    </Section>
  )
