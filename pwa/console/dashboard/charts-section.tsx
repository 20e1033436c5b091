import { useMemo } from 'preact/hooks'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ClockIcon } from '../../ui/icons.tsx'
import { isQuiet, labelsOf, sum, waysOf } from '../state/dashboard.ts'

type Days = Dashboard['days']

/** What finishes a sign-in, as people call it. */
const wayNames: Record<string, string> = {
  totp: 'Authenticator app',
  recovery: 'Recovery code',
  pass: 'Temporary pass',
  password: 'Password alone',
  'trusted-browser': 'Trusted browser',
  passkey: 'Passkey after a password',
  'passkey-alone': 'Passkey alone',
  hardware: 'Hardware token',
  device: 'Registered device',
}
const wayColors = ['--chart-1', '--chart-3', '--chart-4', '--chart-5', '--chart-2', '--chart-6']

const nameOf = (way: string): string => wayNames[way] ?? way

/** Sign-ins of the last days, and what they were finished with. */
export const ChartsSection = ({ days }: { days: Days }) => {
  if (isQuiet(days))
    return (
      <section class="section">
        <EmptyState icon={<ClockIcon size={24} />} title="No sign-ins yet">
          Sign-ins and refusals of the last {String(days.length)} days are drawn here.
        </EmptyState>
      </section>
    )
  return (
    <div class="charts">
      <section class="section">
        <SignIns days={days} />
      </section>
      <section class="section">
        <Ways days={days} />
      </section>
    </div>
  )
}

const SignIns = ({ days }: { days: Days }) => {
  const { labels, series } = useMemo(
    () => ({
      labels: labelsOf(days),
      series: [
        { name: 'Sign-ins', color: '--chart-1', counts: days.map(({ signIns }) => signIns) },
        { name: 'Refusals', color: '--chart-2', counts: days.map(({ refusals }) => refusals) },
      ],
    }),
    [days],
  )
  const [signIns, refusals] = series.map(({ counts }) => sum(counts).toLocaleString('en'))
  return (
    <BarChart
      title="Sign-ins and refusals"
      summary={`${signIns} sign-ins and ${refusals} refusals in ${days.length} days.`}
      labels={labels}
      heading="Day"
      latestFirst
      series={series}
    />
  )
}

const Ways = ({ days }: { days: Days }) => {
  const { labels, series, summary } = useMemo(() => {
    const ways = waysOf(days)
    const all = sum(ways.map(({ total }) => total))
    return {
      labels: labelsOf(days),
      series: ways.map(({ way }, index) => ({
        name: nameOf(way),
        color: wayColors[Math.min(index, wayColors.length - 1)] ?? '--chart-6',
        counts: days.map(({ by }) => by[way] ?? 0),
      })),
      summary:
        ways
          .slice(0, 3)
          .map(({ way, total }) => `${nameOf(way)} ${Math.round((100 * total) / all)}%`)
          .join(', ') || 'Nobody signed in.',
    }
  }, [days])
  return (
    <BarChart
      title="How people sign in"
      summary={summary}
      labels={labels}
      heading="Day"
      latestFirst
      series={series}
    />
  )
}
