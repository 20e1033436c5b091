import { useEffect, useState } from 'preact/hooks'
import { errorAt, type Fault } from '../../../state/fault.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { TextField } from '../../../ui/field.tsx'
import type { TokenImportModel } from '../../state/token-import.ts'
import './special-cases.css'

export const specialFields = ['presharedKey'] as const
const switches = new Set(['allowZipCrypto', 'allowShortSecrets'])

type SpecialCasesProps = { model: TokenImportModel; fault: Fault | null }

/** What few files need: out of the way until somebody looks for it, or a refusal points here. */
export const SpecialCases = ({ model: { form, edit }, fault }: SpecialCasesProps) => {
  const [open, setOpen] = useState(false)
  const pointsHere = fault?.field === 'presharedKey' || switches.has(fault?.field ?? '')
  useEffect(() => {
    if (pointsHere) setOpen(true)
  }, [fault])
  const { presharedKey, allowZipCrypto, allowShortSecrets } = form.value
  return (
    <details
      class="special-cases"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>Special cases</summary>
      <div class="stack special-cases__body">
        <TextField
          label="Pre-shared key"
          name="presharedKey"
          optional
          hint="Of a PSKC file that is encrypted with one: 32, 48 or 64 hexadecimal digits."
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          value={presharedKey}
          error={errorAt(fault, 'presharedKey')}
          onValue={(value) => edit({ presharedKey: value })}
        />
        <Checkbox
          name="allowZipCrypto"
          label="Accept ZipCrypto"
          hint="The old encryption of zip files. It is broken; switched off, such a file is refused."
          checked={allowZipCrypto}
          onChecked={(value) => edit({ allowZipCrypto: value })}
        />
        <Checkbox
          name="allowShortSecrets"
          label="Accept secrets of 80 bits"
          hint="Some older tokens have them. RFC 4226 asks for 128."
          checked={allowShortSecrets}
          onChecked={(value) => edit({ allowShortSecrets: value })}
        />
      </div>
    </details>
  )
}
