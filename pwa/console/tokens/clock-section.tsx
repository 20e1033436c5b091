import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { dayOf, driftWords, speedWords } from './clock-words.ts'
import { ActionButton, type TokenPartProps } from './token-part.tsx'

/** How far the clock of a token is off, and how long that goes well. */
export const ClockSection = (props: TokenPartProps) => {
  const { token } = props
  return (
    <Section
      title="Clock"
      lead="Each sign-in tells how far the clock inside is off."
      action={
        <ActionButton {...props} action="resync">
          Resync
        </ActionButton>
      }
    >
      <div class="stack">
        {token.leavesAt !== null && (
          <Notice kind="warning" live={false}>
            <p>
              {`Its clock leaves the window on ${dayOf(token.leavesAt)}: if it is not used before, its codes are refused from then on.`}
            </p>
          </Notice>
        )}
        <dl class="facts">
          <dt>Last used</dt>
          <dd>{token.lastUsedAt === null ? 'Never' : <Time at={token.lastUsedAt} />}</dd>
          {token.lastUsedAt !== null && (
            <>
              <dt>Off by</dt>
              <dd>{driftWords(token)}</dd>
              <dt>Speed</dt>
              <dd>{speedWords(token)}</dd>
            </>
          )}
        </dl>
      </div>
    </Section>
  )
}
