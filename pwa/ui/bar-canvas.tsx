import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'
import { useEffect, useRef } from 'preact/hooks'
import type { BarChartProps } from './bar-chart.tsx'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily

type BarCanvasProps = Pick<BarChartProps, 'labels' | 'series'>

/** A token's value: a canvas knows no custom properties. */
const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const dark = matchMedia('(prefers-color-scheme: dark)')
const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** The columns themselves. It is drawn anew when the colors of the page change. */
export const BarCanvas = ({ labels, series }: BarCanvasProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!canvas.current) return
    let chart = draw(canvas.current, { labels, series })
    const redraw = () => {
      chart.destroy()
      if (canvas.current) chart = draw(canvas.current, { labels, series })
    }
    dark.addEventListener('change', redraw)
    return () => {
      dark.removeEventListener('change', redraw)
      chart.destroy()
    }
  }, [labels, series])
  return <canvas ref={canvas} />
}

const draw = (canvas: HTMLCanvasElement, { labels, series }: BarCanvasProps) =>
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: [...labels],
      datasets: series.map(({ name, color, counts }) => ({
        label: name,
        data: [...counts],
        backgroundColor: token(color),
        maxBarThickness: 22,
      })),
    },
    options: {
      ...(calm.matches ? { animation: false } : { animation: { duration: 300 } }),
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: scales(),
      plugins: { tooltip: tooltip() },
    },
  })

const scales = () => {
  const ticks = { color: token('--text-muted') }
  return {
    x: {
      stacked: true,
      grid: { display: false },
      border: { color: token('--line') },
      ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 16 },
    },
    y: {
      stacked: true,
      beginAtZero: true,
      grid: { color: token('--line') },
      border: { display: false },
      ticks: { ...ticks, precision: 0, maxTicksLimit: 5 },
    },
  }
}

const tooltip = () => ({
  backgroundColor: token('--text'),
  titleColor: token('--surface'),
  bodyColor: token('--surface'),
  padding: 10,
  cornerRadius: 8,
  boxPadding: 4,
})
