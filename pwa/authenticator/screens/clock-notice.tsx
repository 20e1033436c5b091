import { Notice } from '../../ui/notice.tsx'
import { words } from '../state/language.ts'
import type { PreferencesModel } from '../state/preferences.ts'
import { linkTo } from '../state/route.ts'

/** Codes of most sites bear half a minute; a clock that is off by this much is going astray. Milliseconds. */
export const tolerance = 5_000

/** Says that the device's clock is wrong, and what is done about it. */
export const ClockNotice = ({ preferences }: { preferences: PreferencesModel }) => {
  const { clockOffset, correctClock } = preferences.values.value
  if (clockOffset === null || Math.abs(clockOffset) <= tolerance) return null
  const { clockAhead, clockBehind, corrected, notCorrected } = words('list')
  const seconds = Math.round(Math.abs(clockOffset) / 1000)
  return (
    <Notice kind={correctClock ? 'info' : 'warning'} live={false}>
      <p>
        {clockOffset > 0 ? clockBehind(seconds) : clockAhead(seconds)}{' '}
        {correctClock ? corrected : notCorrected}{' '}
        <a href={linkTo({ screen: 'settings' })}>{words('common').settings}</a>
      </p>
    </Notice>
  )
}
