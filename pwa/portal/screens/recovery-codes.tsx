import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Form } from '../../ui/form.tsx'
import { DownloadIcon, PrintIcon } from '../../ui/icons.tsx'
import './recovery-codes.css'

const today = () => new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date())

const asText = (codes: readonly string[]): string =>
  [
    `Latchkey recovery codes for ${location.host}`,
    today(),
    'Each code works once.',
    '',
    ...codes,
    '',
  ].join('\r\n')

/** A file of the codes, made here: they travel no further than this page. */
const saveFile = (codes: readonly string[]): void => {
  const url = URL.createObjectURL(new Blob([asText(codes)], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'latchkey-recovery-codes.txt'
  link.click()
  URL.revokeObjectURL(url)
}

type RecoveryCodesProps = { codes: readonly string[]; onDone: () => void }

/** The codes, this once: nobody can show them again, so going on asks for a word. */
export const RecoveryCodes = ({ codes, onDone }: RecoveryCodesProps) => {
  const [saved, setSaved] = useState(false)
  return (
    <div class="stack">
      <p class="codes__printed">
        Latchkey recovery codes for {location.host}, {today()}. Each code works once.
      </p>
      <ol class="codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="codes__ways no-print">
        <CopyButton text={codes.join('\n')} label="Copy" />
        <Button small onClick={() => saveFile(codes)}>
          <DownloadIcon size={18} />
          Download
        </Button>
        <Button small onClick={() => print()}>
          <PrintIcon size={18} />
          Print
        </Button>
      </div>
      <Form class="stack no-print" onSubmit={() => saved && onDone()}>
        <Checkbox name="saved" label="I saved these codes" checked={saved} onChecked={setSaved} />
        <Button type="submit" kind="primary" wide disabled={!saved}>
          Continue
        </Button>
      </Form>
    </div>
  )
}
