import { badLines, type Run } from '../state/import.ts'

/** What became, or would become, of the rows. */
export const Counts = ({ run: { mode, result } }: { run: Run }) => {
  const bad = badLines(result.bad)
  return (
    <dl class="counts">
      <Count label={mode === 'preview' ? 'New' : 'Added'} value={result.new} />
      <Count label="Already there" value={result.known} hint="They stay as they are." />
      <Count label={mode === 'preview' ? 'With errors' : 'Left out'} value={bad} danger={bad > 0} />
    </dl>
  )
}

type CountProps = { label: string; value: number; hint?: string; danger?: boolean }

const Count = ({ label, value, hint, danger = false }: CountProps) => (
  <div class={danger ? 'count count--danger' : 'count'}>
    <dt>{label}</dt>
    <dd>
      {value.toLocaleString('en')}
      {hint && <span class="count__hint">{hint}</span>}
    </dd>
  </div>
)
