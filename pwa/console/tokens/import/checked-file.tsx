import type { TokenImportReport } from '../../../../schema/api/token-series.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/section.tsx'
import { counted } from '../../counted.ts'
import type { TokenImportModel } from '../../state/token-import.ts'
import { SeedFaults, SeedReport } from './seed-report.tsx'

type CheckedFileProps = { model: TokenImportModel; file: File; report: TokenImportReport }

/** The dry run: what would become of the file's rows. */
export const CheckedFile = ({ model, file, report }: CheckedFileProps) => {
  const { counts, errors } = report
  const left = counts.bad + counts.conflict
  return (
    <>
      <Section title="Checked" lead={file.name}>
        <div class="stack">
          {counts.new > 0 ? (
            <p class="muted">Nothing has changed yet.</p>
          ) : (
            <Notice kind="info" title="There is nothing to import" />
          )}
          <SeedReport report={report} />
          {errors.some(({ reason }) => reason === 'short-secret') && (
            <p class="muted">
              Secrets of 80 bits can be let in: change the details, under ‘Special cases’.
            </p>
          )}
          <div class="row row--end">
            <Button onClick={model.restart}>Choose another file</Button>
            <Button onClick={() => model.reconsider(file)}>Change details</Button>
            {counts.new > 0 && (
              <Button kind="primary" onClick={() => void model.begin(file, report)}>
                {`Import ${counted(counts.new, 'token')}${left > 0 ? `, leave out ${counted(left, 'line')}` : ''}`}
              </Button>
            )}
          </div>
        </div>
      </Section>
      <SeedFaults report={report} />
    </>
  )
}
