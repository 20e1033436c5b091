import type { TokenImportReport } from '../../../../schema/api/token-series.ts'
import { Button, ButtonLink } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/section.tsx'
import { counted } from '../../counted.ts'
import type { TokenImportModel } from '../../state/token-import.ts'
import { SeedFaults, SeedReport } from './seed-report.tsx'

type ImportedFileProps = { model: TokenImportModel; report: TokenImportReport }

/** What came of it, and the way to the tokens. */
export const ImportedFile = ({ model, report }: ImportedFileProps) => (
  <>
    <Section title="Imported">
      <div class="stack">
        <Notice kind="success" title={`${counted(report.counts.new, 'token')} imported`}>
          <p>
            Delete the file now, and its password. People register their tokens by the serial on the
            back, or you assign them.
          </p>
        </Notice>
        <SeedReport report={report} done />
        <NextSteps model={model} series={report.id ?? null} />
      </div>
    </Section>
    <SeedFaults report={report} />
  </>
)

type NextStepsProps = { model: TokenImportModel; series: string | null }

export const NextSteps = ({ model, series }: NextStepsProps) => (
  <div class="row row--end">
    <Button onClick={model.restart}>Import another file</Button>
    <ButtonLink
      kind="primary"
      href={series === null ? '/console/tokens/series' : `/console/tokens/series/${series}`}
    >
      Go to the series
    </ButtonLink>
  </div>
)
