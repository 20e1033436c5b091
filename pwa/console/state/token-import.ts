import { createModel, effect, signal } from '@preact/signals'
import type {
  TokenImport,
  TokenImportProgress,
  TokenImportReport,
} from '../../../schema/api/token-series.ts'
import { answer, api, asProblem, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { faultOf, type Fault } from '../../state/fault.ts'
import { routeQuery, setQuery } from '../../state/route.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { uploading } from '../../upload.ts'
import { emptyForm, fieldsOf, labelOf, refusalOf, type SeedForm } from './seed-form.ts'

/** How often an import is asked how far it is, in milliseconds. */
const pace = 500

export type TokenImportStep =
  | { kind: 'choosing'; refusal: string | null }
  | { kind: 'chosen'; file: File }
  | { kind: 'checked'; file: File; report: TokenImportReport }
  /** `job` names the import: asked for again, by whatever of these, it is the same one. */
  | { kind: 'importing'; file: File; report: TokenImportReport; job: string }
  | { kind: 'imported'; report: TokenImportReport }
  /** The page was left meanwhile: all that is known of the import is its name. */
  | { kind: 'followed'; job: string; progress: TokenImportProgress | null; fault: Fault | null }

/** How much of the file is on its way, in bytes. */
export type Sent = { sent: number; total: number }

/** How far an import is, by its job. @throws {ProblemError} */
const fetchProgress = (id: string) =>
  answer(api.admin['token-series'].imports[':id'].$get({ param: { id } }))

const sleep = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Bringing a vendor's file in: choose it, try it without changing anything, then do it. */
export const TokenImportModel = createModel(() => {
  const step = signal<TokenImportStep>({ kind: 'choosing', refusal: null })
  const form = signal<SeedForm>(emptyForm)
  const sent = signal<Sent | null>(null)
  const progress = signal<TokenImportProgress | null>(null)
  const stepUp = new StepUpModel()
  const change = new ChangeModel({
    payload_too_large: 'The file is larger than what can be imported at once.',
    conflict: 'The file is not the one that was checked. Choose it again.',
  })
  const leaving = new AbortController()
  effect(() => () => leaving.abort())

  const post = (file: File, fields: Pick<TokenImport, 'mode' | 'sha256' | 'job'>) => {
    const args: { form: TokenImport & { file: File } } = {
      form: { ...fieldsOf(form.peek()), ...fields, file },
    }
    const onSent = (bytes: number, total: number) => (sent.value = { sent: bytes, total })
    return stepUp.guard(() =>
      patiently(() => answer(api.admin['token-series'].$post(args, { fetch: uploading(onSent) }))),
    )
  }
  /** Asks how far it is as long as the answer is out. What cannot be known now is asked for again. */
  const watch = async (job: string): Promise<void> => {
    while (change.busy.peek() === 'commit' && !leaving.signal.aborted) {
      await sleep(pace)
      progress.value = await fetchProgress(job).catch(() => progress.peek())
    }
  }
  const commit = async (): Promise<void> => {
    const { value } = step
    if (value.kind !== 'importing') return
    const { file, report, job } = value
    sent.value = null
    progress.value = null
    const done = change.run('commit', async () => {
      const answered = await post(file, { mode: 'commit', sha256: report.sha256, job })
      if (!answered || step.peek() !== value) return
      form.value = emptyForm
      step.value = { kind: 'imported', report: answered.value }
    })
    void watch(job)
    await done
  }
  /** Follows an import that another visit of this page began. */
  const follow = async (job: string): Promise<void> => {
    step.value = { kind: 'followed', job, progress: null, fault: null }
    for (;;) {
      const [known, fault] = await fetchProgress(job).then(
        (found) => [found, null] as const,
        (error: unknown) => [null, faultOf(asProblem(error))] as const,
      )
      if (leaving.signal.aborted || step.peek().kind !== 'followed') return
      step.value = { kind: 'followed', job, progress: known, fault }
      if (known?.state !== 'running') return
      await sleep(2 * pace)
    }
  }
  const begunBefore = routeQuery().get('job')
  if (begunBefore) void follow(begunBefore)

  return {
    step,
    form,
    sent,
    progress,
    stepUp,
    change,
    choose(file: File): void {
      const refusal = refusalOf(file)
      change.forget()
      if (!refusal) form.value = { ...form.value, label: labelOf(file) }
      step.value = refusal ? { kind: 'choosing', refusal } : { kind: 'chosen', file }
    },
    edit(part: Partial<SeedForm>): void {
      form.value = { ...form.value, ...part }
    },
    async check(file: File): Promise<void> {
      const begun = step.peek()
      sent.value = null
      await change.run('preview', async () => {
        const answered = await post(file, { mode: 'preview' })
        // Another file was chosen meanwhile: this answer is of no use.
        if (answered && step.peek() === begun)
          step.value = { kind: 'checked', file, report: answered.value }
      })
    },
    /** From the report back to what is said beside the file. */
    reconsider(file: File): void {
      change.forget()
      step.value = { kind: 'chosen', file }
    },
    async begin(file: File, report: TokenImportReport): Promise<void> {
      const job = crypto.randomUUID()
      step.value = { kind: 'importing', file, report, job }
      setQuery({ job })
      await commit()
    },
    /** Once more, and still the same import. */
    commit,
    follow,
    restart(): void {
      change.abandon()
      form.value = emptyForm
      setQuery({ job: null })
      step.value = { kind: 'choosing', refusal: null }
    },
  }
})
export type TokenImportModel = InstanceType<typeof TokenImportModel>
