import { useMemo } from 'preact/hooks'
import type { Fleet } from '../../../schema/api/hardware-token.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { counted } from '../counted.ts'
import '../dashboard/dashboard.css'

/** How far clocks are off, and how fast they go wrong, as columns. */
export const ClockCharts = ({ fleet }: { fleet: Fleet }) => (
  <div class="charts">
    <section class="section">
      <Drifts drifts={fleet.drifts} />
    </section>
    {fleet.speeds.some(({ tokens }) => tokens > 0) && (
      <section class="section">
        <Speeds speeds={fleet.speeds} />
      </section>
    )}
  </div>
)

const sum = (bars: readonly { tokens: number }[]): number =>
  bars.reduce((total, { tokens }) => total + tokens, 0)

/** A column for every step between the slowest and the fastest, also where no token is. */
const everyStep = (drifts: Fleet['drifts']): Fleet['drifts'] => {
  const counts = new Map(drifts.map(({ drift, tokens }) => [drift, tokens]))
  const steps = [...counts.keys(), 0]
  const [least, most] = [Math.min(...steps), Math.max(...steps)]
  return Array.from({ length: most - least + 1 }, (_, index) => ({
    drift: least + index,
    tokens: counts.get(least + index) ?? 0,
  }))
}

const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' })

const Drifts = ({ drifts }: Pick<Fleet, 'drifts'>) => {
  const { labels, series } = useMemo(() => {
    const bars = everyStep(drifts)
    return {
      labels: bars.map(({ drift }) => signed.format(drift)),
      series: [{ name: 'Tokens', color: '--chart-1', counts: bars.map(({ tokens }) => tokens) }],
    }
  }, [drifts])
  const near = sum(drifts.filter(({ drift }) => Math.abs(drift) <= 1))
  return (
    <BarChart
      title="How far off"
      summary={`At the last sign-in ${near.toLocaleString('en')} of ${counted(sum(drifts), 'token')} within one step of the time. A step is the life of one code; plus is fast, minus is slow.`}
      labels={labels}
      heading="Steps off"
      series={series}
    />
  )
}

/** 'up to 1', '1 to 2', 'over 5': each from where the one before ends. */
const speedLabels = (speeds: Fleet['speeds']): string[] =>
  speeds.map(({ upTo }, index) => {
    const from = speeds[index - 1]?.upTo ?? 0
    if (upTo === null) return `over ${from}`
    return index === 0 ? `up to ${upTo}` : `${from} to ${upTo}`
  })

const Speeds = ({ speeds }: Pick<Fleet, 'speeds'>) => {
  const { labels, series } = useMemo(
    () => ({
      labels: speedLabels(speeds),
      series: [{ name: 'Tokens', color: '--chart-3', counts: speeds.map(({ tokens }) => tokens) }],
    }),
    [speeds],
  )
  return (
    <BarChart
      title="How fast they go wrong"
      summary={`Steps a month, of the ${counted(sum(speeds), 'token')} that were used often enough to tell.`}
      labels={labels}
      heading="Steps a month"
      series={series}
    />
  )
}
