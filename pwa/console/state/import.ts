import { createModel, signal } from '@preact/signals'
import type { ImportProblem, ImportResult, ImportRow } from '../../../schema/api/import.ts'
import { answer, api, asProblem, patiently } from '../../api.ts'
import { faultOf, type Fault } from '../../state/fault.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { chunksOf } from '../import/chunks.ts'
import { readImportFile, type ImportFile } from '../import/file.ts'

export type RunMode = 'preview' | 'commit'

/** A walk through the file, chunk by chunk. `sent` counts rows that were answered for. */
export type Run = {
  mode: RunMode
  file: ImportFile
  sent: number
  result: ImportResult
  /** `stopped`: by the person, or by what `fault` says; it can go on from there. */
  state: 'running' | 'stopped' | 'done'
  fault: Fault | null
}

export type ImportStep =
  | { kind: 'choosing'; refusal: string | null }
  | { kind: 'reading'; name: string }
  | { kind: 'read'; file: ImportFile }
  | { kind: 'run'; run: Run }

/** Lines with something wrong, each once. */
export const badLines = (bad: readonly ImportProblem[]): number =>
  new Set(bad.map(({ line }) => line)).size

/** Importing people: choose a file, try it without changing anything, then do it. */
export const ImportModel = createModel(() => {
  const step = signal<ImportStep>({ kind: 'choosing', refusal: null })
  const stepUp = new StepUpModel()
  let chunks: ImportRow[][] = []
  let next = 0
  let wanted = true

  const update = (change: Partial<Run>) => {
    const { value } = step
    if (value.kind === 'run') step.value = { kind: 'run', run: { ...value.run, ...change } }
  }
  const send = (mode: RunMode, rows: ImportRow[]) =>
    stepUp.guard(() =>
      patiently(() => answer(api.admin['user-import'].$post({ json: { mode, rows } }))),
    )
  /** Sends what is left. A chunk whose answer was lost is sent again: who is there counts as known. */
  const goOn = async (): Promise<void> => {
    wanted = true
    update({ state: 'running', fault: null })
    try {
      for (; next < chunks.length; next++) {
        const { value } = step
        const rows = chunks[next]
        if (!wanted || value.kind !== 'run' || !rows) return update({ state: 'stopped' })
        const { mode, result, sent } = value.run
        // One after the other: the Worker hashes passwords, and the counts add up.
        const answered = await send(mode, rows)
        if (!answered) return update({ state: 'stopped' })
        update({ sent: sent + rows.length, result: sum(result, answered.value) })
      }
      update({ state: 'done' })
    } catch (error) {
      update({ state: 'stopped', fault: faultOf(asProblem(error)) })
    }
  }
  return {
    step,
    stepUp,
    async choose(source: File): Promise<void> {
      step.value = { kind: 'reading', name: source.name }
      const read = await readImportFile(source)
      step.value = read.ok
        ? { kind: 'read', file: read.file }
        : { kind: 'choosing', refusal: read.reason }
    },
    async run(mode: RunMode, file: ImportFile): Promise<void> {
      chunks = chunksOf(file.rows)
      next = 0
      const result = { new: 0, known: 0, bad: file.bad }
      step.value = {
        kind: 'run',
        run: { mode, file, sent: 0, result, state: 'running', fault: null },
      }
      await goOn()
    },
    goOn,
    stop() {
      wanted = false
    },
    restart() {
      wanted = false
      step.value = { kind: 'choosing', refusal: null }
    },
  }
})
export type ImportModel = InstanceType<typeof ImportModel>

const sum = (one: ImportResult, other: ImportResult): ImportResult => ({
  new: one.new + other.new,
  known: one.known + other.known,
  bad: [...one.bad, ...other.bad],
})
