import { Count, Counts } from '../../ui/counts.tsx'
import { badLines, type Run } from '../state/import.ts'

/** What became, or would become, of the rows. */
export const RunCounts = ({ run: { mode, result } }: { run: Run }) => {
  const bad = badLines(result.bad)
  return (
    <Counts>
      <Count label={mode === 'preview' ? 'New' : 'Added'} value={result.new} />
      <Count label="Already there" value={result.known} hint="They stay as they are." />
      <Count label={mode === 'preview' ? 'With errors' : 'Left out'} value={bad} danger={bad > 0} />
    </Counts>
  )
}
