import type { FaultCode } from '../../../api.ts'
import { Button } from '../../../ui/button.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/section.tsx'
import { Loading } from '../../../ui/spinner.tsx'
import type { TokenImportModel, TokenImportStep } from '../../state/token-import.ts'
import { NextSteps } from './imported-file.tsx'
import { Staged } from './running-import.tsx'

type FollowedImportProps = {
  model: TokenImportModel
  step: Extract<TokenImportStep, { kind: 'followed' }>
}

/** An import that this page was left during: how it stands, without the file. */
export const FollowedImport = ({ model, step }: FollowedImportProps) => {
  const { job, progress, fault } = step
  if (progress?.state === 'done')
    return (
      <Section title="Imported">
        <div class="stack">
          <Notice kind="success" title="The file was imported" />
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
  if (fault && !gone.has(fault.code))
    return (
      <FaultNotice fault={fault} onOver={() => void model.follow(job)}>
        <Button small onClick={() => void model.follow(job)}>
          Try again
        </Button>
      </FaultNotice>
    )
  return (
    <Section title={progress ? 'Not imported' : 'Unknown import'}>
      <div class="stack">
        <Notice kind="warning">
          <p>
            {progress
              ? 'The import did not come to its end, and nothing of the file was imported. Choose it again.'
              : 'Nothing is known of this import: it never began, or is long over. Import the file again if you are not sure: no token comes in twice.'}
          </p>
        </Notice>
        <Again model={model} />
      </div>
    </Section>
  )
}

/** Nobody knows of it (any more), or it has no name that could be one. */
const gone = new Set<FaultCode>(['not_found', 'malformed_request'])

const Again = ({ model }: Pick<FollowedImportProps, 'model'>) => (
  <div class="row row--end">
    <Button kind="primary" onClick={model.restart}>
      Choose a file
    </Button>
  </div>
)
