import { Button } from '../../../ui/button.tsx'
import { Section } from '../../../ui/section.tsx'
import type { CodeKind, HandingOverModel } from '../../state/handing-over.ts'
import { codeWords } from './code-words.ts'
import { may, type PartProps } from './part.ts'

const kinds = Object.keys(codeWords) as CodeKind[]

type HelpSectionProps = Pick<PartProps, 'view'> & { handing: HandingOverModel }

/** What helps somebody back in: codes that work once and are shown once. */
export const HelpSection = ({ view: { user }, handing }: HelpSectionProps) => {
  const offered = kinds.filter(
    (kind) => may(user, codeWords[kind].action) && codeWords[kind].helps(user),
  )
  if (offered.length === 0) return null
  return (
    <Section title="Help them back in" lead="Each works once, and is shown once.">
      <ul class="person-page__help">
        {offered.map((kind) => (
          <li key={kind}>
            <div>
              <p class="person-page__help-name">{codeWords[kind].name}</p>
              <p class="person-page__hint">{codeWords[kind].purpose}</p>
            </div>
            <Button
              small
              aria-label={`Make ${codeWords[kind].name.toLowerCase()}`}
              onClick={() => handing.ask(kind)}
            >
              Make
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
