import { useModel } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { Application, ApplicationTestAnswer } from '../../../schema/api/application.ts'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { ApplicationTestModel } from '../state/application.ts'
import { reasonWords } from './reason-words.ts'

/** 'Who gets in?': asks about one person, and does nothing. */
export const TestSection = ({ app }: { app: Application }) => {
  const model = useModel(() => new ApplicationTestModel(app.id))
  const [origin = ''] = app.kind === 'site' ? app.details.origins : []
  const [username, setUsername] = useState('')
  const [url, setUrl] = useState(`${origin}/`)
  const { change, result } = model
  const fault = change.fault.value
  const off = username.trim() === ''
  const submit = () =>
    model.test({ username: username.trim(), ...(app.kind === 'site' && { url, method: 'GET' }) })
  return (
    <Section
      title="Who gets in?"
      lead="What would become of a person, as they are now. Nothing is done; the log keeps that you asked."
    >
      <Form class="stack" error={fault} onSubmit={() => off || void submit()}>
        <TextField
          label="Username"
          name="username"
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          value={username}
          error={errorAt(fault, 'username')}
          onValue={setUsername}
        />
        {app.kind === 'site' && (
          <TextField
            label="Address"
            name="url"
            type="url"
            autoComplete="off"
            value={url}
            error={errorAt(fault, 'url')}
            onValue={setUrl}
          />
        )}
        <FaultNotice fault={fault} fields={['username', 'url']} onOver={change.forget} />
        <div class="row">
          <Button type="submit" busy={change.busy.value !== null} disabled={off}>
            Test
          </Button>
        </div>
        {result.value && <Result result={result.value} />}
      </Form>
    </Section>
  )
}

const heads = {
  allowed: { kind: 'success', text: 'gets in' },
  asked: { kind: 'info', text: 'gets in after this' },
  denied: { kind: 'warning', text: 'does not get in' },
} as const

const Result = ({ result }: { result: ApplicationTestAnswer }) => {
  const { kind, text } = heads[result.outcome]
  const words = result.reasons.map(reasonWords)
  return (
    <Notice kind={kind} title={`${result.person.username} ${text}`}>
      {words.length === 1 && <p>{words[0]}</p>}
      {words.length > 1 && (
        <ul class="consequences">
          {words.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
