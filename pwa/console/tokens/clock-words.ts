import type { HardwareToken, TokenState } from '../../../schema/api/hardware-token.ts'

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })

/** A day as it stands in a list of what is to be done: '3 Mar 2027'. Unix seconds. */
export const dayOf = (at: number): string => day.format(at * 1000)

const spanOf = (seconds: number): string => {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return [minutes > 0 && `${minutes} min`, rest > 0 && `${rest} s`].filter(Boolean).join(' ')
}

/** How far a token's clock is off, as people say it: '1 min 30 s fast'. A code from the future is of a fast clock. */
export const driftWords = ({ drift, period }: Pick<HardwareToken, 'drift' | 'period'>): string =>
  drift === 0 ? 'On time' : `${spanOf(Math.abs(drift) * period)} ${drift > 0 ? 'fast' : 'slow'}`

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** How fast its clock goes wrong: '12 s a month, faster and faster'. */
export const speedWords = ({
  driftPerDay,
  period,
}: Pick<HardwareToken, 'driftPerDay' | 'period'>): string => {
  if (driftPerDay === null) return 'Not known yet: that takes a few sign-ins'
  const seconds = Math.abs(driftPerDay) * 30 * period
  if (seconds < 1) return 'Keeps time'
  return `${driftPerDay > 0 ? 'Gains' : 'Loses'} ${decimal.format(seconds)} s a month`
}

type Look = { name: string; kind: 'neutral' | 'success' | 'warning' }

export const stateLooks: Record<TokenState, Look> = {
  unassigned: { name: 'Unassigned', kind: 'neutral' },
  waiting: { name: 'Waiting', kind: 'warning' },
  assigned: { name: 'Assigned', kind: 'success' },
}
