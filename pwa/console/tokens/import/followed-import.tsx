import type { TokenImportProgress } from '../../../../schema/api/token-series.ts'
import type { Fault } from '../../../state/fault.ts'
import { Button } from '../../../ui/button.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/section.tsx'
import { Loading } from '../../../ui/spinner.tsx'
import { counted } from '../../counted.ts'
import type { TokenImportModel } from '../../state/token-import.ts'
import { NextSteps } from './imported-file.tsx'
import { Staged } from './running-import.tsx'

type FollowedImportProps = {
  model: TokenImportModel
  progress: TokenImportProgress | null
  fault: Fault | null
}

/** An import that this page was left during: how it stands, without the file. */
export const FollowedImport = ({ model, progress, fault }: FollowedImportProps) => {
  if (progress?.state === 'done')
    return (
      <Section title="Imported">
        <div class="stack">
          <Notice kind="success" title={`${counted(progress.total, 'token')} imported`} />
          <NextSteps model={model} series={progress.seriesId} />
        </div>
      </Section>
    )
  if (progress?.state === 'running')
    return (
      <Section title="Importing" lead="It was begun before you came back to this page.">
        <div class="stack">
          <Staged progress={progress} />
          <p class="muted">If it does not go on, import the file again: no token comes in twice.</p>
          <Again model={model} />
        </div>
      </Section>
    )
  if (!progress && !fault) return <Loading label="Looking for the import…" />
  return (
    <Section title="Not imported">
      <div class="stack">
        {fault && fault.code !== 'not_found' ? (
          <FaultNotice fault={fault} onOver={model.restart} />
        ) : (
          <Notice kind="warning">
            <p>
              The import did not come to its end, and nothing of the file was imported. Choose it
              again.
            </p>
          </Notice>
        )}
        <Again model={model} />
      </div>
    </Section>
  )
}

const Again = ({ model }: Pick<FollowedImportProps, 'model'>) => (
  <div class="row row--end">
    <Button kind="primary" onClick={model.restart}>
      Choose a file
    </Button>
  </div>
)
