import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { AddingModel } from '../state/adding.ts'
import { language, words } from '../state/language.ts'
import { missingOf } from '../state/series.ts'

/** While the QR codes of one series are collected: which are still to come. */
export const SeriesProgress = ({ adding }: { adding: AddingModel }) => {
  const series = adding.series.value
  if (!series) return null
  const t = words('add')
  const { kind, texts, size } = series
  const missing = new Intl.ListFormat(language(), { type: 'unit' }).format(
    missingOf(series).map(String),
  )
  return (
    <Notice kind="info" title={t.collected(texts.size, size)}>
      <p>{t.scanNext(missing, size)}</p>
      <p class="series-choice">
        {kind === 'google' && (
          <Button small onClick={adding.endSeries}>
            {t.enoughRead}
          </Button>
        )}
        <Button small kind="quiet" onClick={adding.dropSeries}>
          {words('common').cancel}
        </Button>
      </p>
    </Notice>
  )
}
