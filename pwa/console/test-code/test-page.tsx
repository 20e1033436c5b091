import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/section.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { TestCodeModel } from '../state/test-code.ts'
import { ClockSection } from './clock-section.tsx'
import { TestResult } from './test-result.tsx'
import './test-code.css'

const fields = ['username', 'code']

/** `/console/test`: is this code right, and if not, why. */
export const TestPage = () => {
  const model = useModel(TestCodeModel)
  useEffect(() => void model.clock.load(), [])
  return (
    <div class="stack stack--wide test-page">
      <Title lead="Find out why a code is refused, before or after it happens.">Test</Title>
      <TestForm model={model} />
      <ClockSection clock={model.clock} />
      <StepUp model={model.stepUp} />
    </div>
  )
}

const TestForm = ({ model }: { model: TestCodeModel }) => {
  const [username, setUsername] = useState('')
  const [code, setCode] = useState('')
  const { change, tested } = model
  const fault = change.fault.value
  const incomplete = username.trim() === '' || code === ''
  const submit = () => {
    if (!incomplete) void model.submit(username.trim(), code)
  }
  return (
    <Section
      title="Test a code"
      lead="The code is not used up, and a wrong one does not count against the person."
    >
      <Form error={fault} onSubmit={submit}>
        <div class="test-page__fields">
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
          <CodeField
            label="Code"
            name="code"
            value={code}
            error={errorAt(fault, 'code')}
            onValue={setCode}
          />
        </div>
        <FaultNotice fault={fault} fields={fields} onOver={change.forget} />
        <div class="row">
          <Button
            type="submit"
            kind="primary"
            busy={change.busy.value !== null}
            disabled={incomplete || fault?.until !== undefined}
          >
            Test code
          </Button>
        </div>
        {tested.value && <TestResult {...tested.value} />}
      </Form>
    </Section>
  )
}
