import type { TokenImportProgress, TokenImportReport } from '../../../../schema/api/token-series.ts'
import { Button } from '../../../ui/button.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { Section } from '../../../ui/section.tsx'
import { counted } from '../../counted.ts'
import type { TokenImportModel } from '../../state/token-import.ts'
import { Upload } from './upload.tsx'

type RunningImportProps = { model: TokenImportModel; file: File; report: TokenImportReport }

/** The file on its way in. What was refused or lost on the way can be asked for again: it is one import. */
export const RunningImport = ({ model, file, report }: RunningImportProps) => {
  const running = model.change.busy.value !== null
  const progress = model.progress.value
  return (
    <Section title={running ? 'Importing' : 'Import stopped'} lead={file.name}>
      <div class="stack">
        {running &&
          (progress ? (
            <Staged progress={progress} />
          ) : (
            <Upload
              sent={model.sent.value}
              after={`Importing ${counted(report.counts.new, 'token')}…`}
            />
          ))}
        <p class="muted">
          {running
            ? 'You may leave this page. The file is imported as a whole or not at all, and this address tells which.'
            : 'Whether it is imported already is not known here. Continue to find out: no token comes in twice.'}
        </p>
        <FaultNotice fault={model.change.fault.value} onOver={() => void model.commit()} />
        {!running && (
          <div class="row row--end">
            <Button onClick={model.restart}>Choose another file</Button>
            <Button kind="primary" onClick={() => void model.commit()}>
              Continue
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

/** How many tokens are sealed and lie ready. */
export const Staged = ({ progress: { total, staged } }: { progress: TokenImportProgress }) => (
  <ProgressBar label="Importing" max={total} value={staged}>
    {`${staged.toLocaleString('en')} of ${counted(total, 'token')}`}
  </ProgressBar>
)
