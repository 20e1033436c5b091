import { DropZone } from '../../../ui/drop-zone.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/section.tsx'

type ChooseSeedFileProps = { refusal: string | null; onFile: (file: File) => void }

/** What vendors send, and how it may be packed. */
const kinds = [
  { name: 'Serial and secret', meaning: 'One token a line, the secret in base32 or hexadecimal.' },
  {
    name: 'OATH table',
    meaning: 'Serial, secret, type, digits and period, as many vendors write it.',
  },
  {
    name: 'Microsoft Entra table',
    meaning: 'Gives tokens to people, too: by their user principal name.',
  },
  { name: 'Yubico table', meaning: 'As their programming tool exports it.' },
  { name: 'PSKC', meaning: 'RFC 6030, plain, with a password or with a pre-shared key.' },
]

/** Where the vendor's file is dropped or chosen, and which files that may be. */
export const ChooseSeedFile = ({ refusal, onFile }: ChooseSeedFileProps) => (
  <>
    {refusal && (
      <Notice kind="error" title="This file cannot be imported">
        <p>{refusal}</p>
      </Notice>
    )}
    <DropZone
      label="Seed file"
      words="Drop the vendor’s file here"
      accept=".zip,.csv,.tsv,.txt,.xml,.pskc,.pskcxml"
      onFile={onFile}
    >
      A zip with a password, or a plain file, up to 8 MB. Nothing is changed before you say so.
    </DropZone>
    <Section
      title="What may stand in the file"
      lead="Which of these it is, is found out, and shown before anything is imported."
    >
      <dl class="import__columns">
        {kinds.map(({ name, meaning }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  </>
)
