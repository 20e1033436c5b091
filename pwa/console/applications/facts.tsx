import { CopyButton } from '../../ui/copy-button.tsx'

export type Fact = { name: string; value: string }

/** What a developer copies, with its name. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts.map(({ name, value }) => (
      <div key={name} class="facts__row">
        <dt>{name}</dt>
        <dd>
          <code>{value}</code>
          <CopyButton text={value} label={`Copy ${name}`} kind="plain" brief />
        </dd>
      </div>
    ))}
  </dl>
)

/** Lines for a file or a terminal, as they will stand there: what does not fit is scrolled to. */
export const Snippet = ({ name, text }: { name: string; text: string }) => (
  <div class="snippet">
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without a mouse it scrolls by its focus */}
    <pre tabIndex={0} role="region" aria-label={name}>
      <code>{text}</code>
    </pre>
    <CopyButton text={text} label={`Copy ${name}`} />
  </div>
)
