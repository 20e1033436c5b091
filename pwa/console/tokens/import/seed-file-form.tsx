import { errorAt } from '../../../state/fault.ts'
import { Button } from '../../../ui/button.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { PasswordField } from '../../../ui/password-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { counted } from '../../counted.ts'
import type { TokenImportModel } from '../../state/token-import.ts'
import { SpecialCases, specialFields } from './special-cases.tsx'
import { Upload } from './upload.tsx'

type SeedFileFormProps = { model: TokenImportModel; file: File }

/** What is said beside the file, before it is tried. */
export const SeedFileForm = ({ model, file }: SeedFileFormProps) => {
  const { form, change } = model
  const fault = change.fault.value
  const busy = change.busy.value !== null
  return (
    <Section title={file.name} lead={sizeOf(file)}>
      <Form onSubmit={() => void model.check(file)} error={fault} label="File">
        <FaultNotice
          fault={fault}
          fields={['password', 'label', ...specialFields]}
          onOver={change.forget}
        />
        <PasswordField
          label="Password of the file"
          name="password"
          hint="The vendor sends it apart from the file. Leave it empty for a file without one."
          autoComplete="off"
          value={form.value.password}
          error={errorAt(fault, 'password')}
          initialFocus
          onValue={(password) => model.edit({ password })}
        />
        <TextField
          label="Label"
          name="label"
          hint="By this you will know these tokens: an order, a batch, a place."
          maxLength={64}
          autoComplete="off"
          value={form.value.label}
          error={errorAt(fault, 'label')}
          onValue={(label) => model.edit({ label })}
        />
        <SpecialCases model={model} fault={fault} />
        {busy && <Upload sent={model.sent.value} after="Reading the file…" />}
        <div class="row row--end">
          <Button onClick={model.restart}>Choose another file</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Check the file
          </Button>
        </div>
      </Form>
    </Section>
  )
}

const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

const sizeOf = ({ size }: File): string => {
  if (size < 1000) return counted(size, 'byte')
  return size < 1_000_000
    ? `${short.format(size / 1000)} kB`
    : `${short.format(size / 1_000_000)} MB`
}
