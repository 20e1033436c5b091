import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Count, Counts } from '../../ui/counts.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Title } from '../../ui/title.tsx'
import type { EntryError } from '../formats/reading.ts'
import type { Comparison } from '../state/comparison.ts'
import { handedFiles } from '../state/hand-off.ts'
import { ImportModel } from '../state/import.ts'
import { words } from '../state/language.ts'
import { linkTo } from '../state/route.ts'
import type { VaultModel } from '../state/vault.ts'
import type { NewToken } from '../storage/token.ts'
import { PassphraseForm } from './passphrase-form.tsx'
import { Shell } from './shell.tsx'
import './import-tokens.css'

const Choose = ({ model }: { model: ImportModel }) => {
  const say = words('backup')
  const [text, setText] = useState('')
  return (
    <div class="stack">
      <Title lead={say.importLead}>{say.importTitle}</Title>
      <DropZone
        label={say.importFile}
        words={say.importDrop}
        accept=""
        onFile={(file) => void model.takeFile(file)}
      >
        {say.importApps}
      </DropZone>
      <Form onSubmit={() => void model.takeText(text)}>
        <TextArea
          label={say.importPaste}
          hint={say.importPasteHint}
          name="text"
          value={text}
          onValue={setText}
        />
        <Button type="submit" wide disabled={text.trim() === ''}>
          {say.importRead}
        </Button>
      </Form>
    </div>
  )
}

const nameOf = ({ issuer, account }: NewToken): string =>
  [issuer, account].filter(Boolean).join(', ')

const Names = ({ title, hint, list }: { title: string; hint?: string; list: NewToken[] }) =>
  list.length > 0 ? (
    <details class="import-list">
      <summary>
        {title} ({list.length})
      </summary>
      {hint && <p class="muted">{hint}</p>}
      <ul>
        {list.map((token, at) => (
          <li key={at}>
            <bdi>{nameOf(token)}</bdi>
          </li>
        ))}
      </ul>
    </details>
  ) : null

const Bad = ({ errors }: { errors: EntryError[] }) => {
  const say = words('backup')
  return errors.length > 0 ? (
    <details class="import-list">
      <summary>
        {say.bad} ({errors.length})
      </summary>
      <ul>
        {errors.map(({ at, reason }, index) => (
          <li key={index}>{say.entry(at, reason)}</li>
        ))}
      </ul>
    </details>
  ) : null
}

type PreviewProps = {
  model: ImportModel
  comparison: Comparison
  errors: EntryError[]
  lead: string
}

/** What would become of each, before anything does. */
const Preview = ({ model, comparison, errors, lead }: PreviewProps) => {
  const say = words('backup')
  const [beside, setBeside] = useState(true)
  const { fresh, same, conflicting } = comparison
  const count = fresh.length + (beside ? conflicting.length : 0)
  return (
    <Form onSubmit={() => void model.save(beside)}>
      <Title lead={lead}>{say.previewTitle}</Title>
      <Counts>
        <Count label={say.fresh} value={fresh.length} />
        <Count label={say.same} value={same.length} />
        <Count label={say.conflicting} value={conflicting.length} />
        <Count label={say.bad} value={errors.length} danger={errors.length > 0} />
      </Counts>
      <Names title={say.fresh} list={fresh} />
      <Names title={say.same} list={same} />
      <Names title={say.conflicting} hint={say.conflictHint} list={conflicting} />
      <Bad errors={errors} />
      {conflicting.length > 0 && (
        <Checkbox
          name="beside"
          label={say.beside}
          hint={say.besideHint}
          checked={beside}
          onChecked={setBeside}
        />
      )}
      <Button kind="primary" type="submit" wide disabled={count === 0}>
        {count === 0 ? say.addNothing : say.add(count)}
      </Button>
      <Button kind="quiet" wide onClick={model.startAgain}>
        {words('common').cancel}
      </Button>
    </Form>
  )
}

type DoneProps = {
  added: number
  same: number
  left: number
  errors: EntryError[]
  again: () => void
}

const Done = ({ added, same, left, errors, again }: DoneProps) => {
  const say = words('backup')
  const counts = say.doneCounts(added, same, left)
  return (
    <div class="stack">
      <Title>{added > 0 ? say.doneTitle : say.doneNothing}</Title>
      <Notice kind={added > 0 ? 'success' : 'info'}>
        <ul class="import-counts">
          <li>{counts.added}</li>
          {same > 0 && <li>{counts.same}</li>}
          {left > 0 && <li>{counts.left}</li>}
        </ul>
      </Notice>
      <Bad errors={errors} />
      <ButtonLink kind="primary" wide href={linkTo({ screen: 'tokens' })}>
        {say.toTokens}
      </ButtonLink>
      <Button kind="quiet" wide onClick={again}>
        {say.another}
      </Button>
    </div>
  )
}

const Step = ({ model }: { model: ImportModel }) => {
  const say = words('backup')
  const step = model.step.value
  const refusal = model.refusal.value
  switch (step.kind) {
    case 'choose':
      return <Choose model={model} />
    case 'reading':
      return <Loading label={say.importReading} />
    case 'passphrase':
      return (
        <>
          <Title lead={say.importPassphraseLead}>{say.importPassphrase(step.format)}</Title>
          <PassphraseForm
            label={say.passphrase}
            action={say.importOpen}
            error={refusal ? say.refusal(refusal) : undefined}
            busy={false}
            onPassphrase={(passphrase) => void model.open(passphrase)}
          />
        </>
      )
    case 'preview':
      return <Preview model={model} {...step} lead={say.previewOf(step.format)} />
    case 'done':
      return <Done {...step} again={model.startAgain} />
  }
}

/** Tokens from a backup, or from another app. */
export const ImportTokens = ({ vault }: { vault: VaultModel }) => {
  const model = useModel(() => new ImportModel(vault))
  const say = words('backup')
  const refusal = model.refusal.value
  useEffect(() => {
    // A file that was opened with this app.
    const [file] = handedFiles.peek() ?? []
    handedFiles.value = null
    if (file) void model.takeFile(file)
  }, [model, handedFiles.value])
  const isElsewhere = model.step.value.kind === 'passphrase'
  return (
    <Shell back={linkTo({ screen: 'settings' })}>
      <div class="stack">
        {refusal && !isElsewhere && (
          <Notice key={refusal} kind="error">
            {say.refusal(refusal)}
          </Notice>
        )}
        <Step model={model} />
      </div>
    </Shell>
  )
}
