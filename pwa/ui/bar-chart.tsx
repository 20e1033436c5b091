import { useEffect, useRef } from 'preact/hooks'
import { later } from './later.tsx'
import { Table } from './table.tsx'
import './bar-chart.css'

/** One kind of thing that was counted; `color` is a token of tokens.css. */
export type Series = { name: string; color: string; counts: readonly number[] }

export type BarChartProps = {
  title: string
  /** What the bars say, in a sentence. */
  summary: string
  /** What stands below each column: '3 Mar'; and what they are, as the heading of the numbers: 'Day'. */
  labels: readonly string[]
  heading: string
  /** The numbers begin with the last column: with today. */
  latestFirst?: boolean
  series: readonly Series[]
}

const Canvas = later(async () => (await import('./bar-canvas.tsx')).BarCanvas)

/** Counts as stacked columns, with their sum in words and all numbers in a table. */
export const BarChart = ({ title, summary, labels, series, ...numbers }: BarChartProps) => {
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <p class="chart__summary">{summary}</p>
      </figcaption>
      <ul class="chart__legend" aria-hidden="true">
        {series.map(({ name, color }) => (
          <li key={name}>
            <Swatch color={color} />
            {name}
          </li>
        ))}
      </ul>
      <div class="chart__canvas" aria-hidden="true">
        <Canvas labels={labels} series={series} />
      </div>
      <Numbers title={title} labels={labels} series={series} {...numbers} />
    </figure>
  )
}

const Swatch = ({ color }: { color: string }) => {
  const swatch = useRef<HTMLSpanElement>(null)
  useEffect(() => swatch.current?.style.setProperty('background', `var(${color})`), [color])
  return <span ref={swatch} class="chart__swatch" />
}

/** The same for those who do not see bars, or want to copy numbers. */
const Numbers = (props: Omit<BarChartProps, 'summary'>) => {
  const { title, labels, heading, series, latestFirst = false } = props
  const rows = labels.map((label, index) => ({ label, index }))
  return (
    <details class="chart__numbers">
      <summary>Show numbers</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- else keys cannot scroll it */}
      <div class="chart__scroll" role="region" aria-label={`${title}, in numbers`} tabIndex={0}>
        <Table
          caption={title}
          columns={[
            { title: heading, cell: ({ label }) => label },
            ...series.map(({ name, counts }) => ({
              title: name,
              cell: ({ index }: { index: number }) => (counts[index] ?? 0).toLocaleString('en'),
            })),
          ]}
          rows={latestFirst ? rows.reverse() : rows}
          keyOf={({ index }) => String(index)}
        />
      </div>
    </details>
  )
}
