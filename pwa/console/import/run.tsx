import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Section } from '../../ui/section.tsx'
import { badLines, type ImportModel, type Run } from '../state/import.ts'
import { BadRows } from './bad-rows.tsx'
import { RunCounts } from './counts.tsx'
import { counted } from '../counted.ts'

type RunProps = { model: ImportModel; run: Run }

/** The file being tried or imported: how far it is, and what came of it. */
export const RunPart = ({ model, run }: RunProps) => (
  <>
    <Section title={titles[run.mode][run.state]} lead={run.file.name}>
      <div class="stack">
        {run.state !== 'done' && <Progress run={run} />}
        {run.state !== 'running' && (
          <FaultNotice fault={run.fault} onOver={() => void model.goOn()} />
        )}
        {run.state === 'done' && <Outcome run={run} />}
        <RunCounts run={run} />
        <Actions model={model} run={run} />
      </div>
    </Section>
    {run.result.bad.length > 0 && <BadRows run={run} />}
  </>
)

const titles: Record<Run['mode'], Record<Run['state'], string>> = {
  preview: { running: 'Checking', stopped: 'Check stopped', done: 'Checked' },
  commit: { running: 'Importing', stopped: 'Import stopped', done: 'Imported' },
}

const Progress = ({ run: { mode, sent, file } }: Pick<RunProps, 'run'>) => (
  <ProgressBar
    label={mode === 'preview' ? 'Checking' : 'Importing'}
    max={file.rows.length}
    value={sent}
  >
    {`${sent.toLocaleString('en')} of ${counted(file.rows.length, 'row')}`}
  </ProgressBar>
)

const Outcome = ({ run: { mode, result, file } }: Pick<RunProps, 'run'>) => {
  if (mode === 'commit')
    return (
      <Notice kind="success" title={`${counted(result.new, 'person')} added`}>
        {file.rows.some(({ password }) => password === undefined) && (
          <p>
            Who has no password in the file signs in once you make them a new-password code on their
            page.
          </p>
        )}
      </Notice>
    )
  return result.new > 0 ? (
    <p class="muted">Nothing has changed yet.</p>
  ) : (
    <Notice kind="info" title="There is nobody to add" />
  )
}

const Actions = ({ model, run }: RunProps) => {
  const { mode, state, file, result } = run
  if (state === 'running')
    return (
      <div class="row row--end">
        <Button onClick={model.stop}>Stop</Button>
      </div>
    )
  const bad = badLines(result.bad)
  return (
    <div class="row row--end">
      <Button onClick={model.restart}>
        {mode === 'commit' && state === 'done' ? 'Import another file' : 'Choose another file'}
      </Button>
      {state === 'stopped' && (
        <Button kind="primary" onClick={() => void model.goOn()}>
          Continue
        </Button>
      )}
      {state === 'done' && mode === 'preview' && result.new > 0 && (
        <Button kind="primary" onClick={() => void model.run('commit', file)}>
          {`Import ${counted(result.new, 'person')}${bad > 0 ? `, leave out ${counted(bad, 'row')}` : ''}`}
        </Button>
      )}
      {state === 'done' && mode === 'commit' && (
        <ButtonLink kind="primary" href="/console/users?sort=-created">
          Go to people
        </ButtonLink>
      )}
    </div>
  )
}
