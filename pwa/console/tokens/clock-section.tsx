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
        {token.leavesAt !== null && <Leaving at={token.leavesAt} />}
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
          {token.leavesAt !== null && (
            <>
              <dt>Leaves the window</dt>
              <dd>{dayOf(token.leavesAt)}</dd>
            </>
          )}
        </dl>
      </div>
    </Section>
  )
}

/** Ahead of that day, in seconds, somebody should know. */
const notice = 90 * 86_400

const Leaving = ({ at }: { at: number }) => {
  const left = at - Date.now() / 1000
  if (left > notice) return null
  return (
    <Notice kind="warning" live={false}>
      <p>
        {left > 0
          ? `Its clock leaves the window on ${dayOf(at)}: if it is not used before, its codes are refused from then on.`
          : 'Its clock has probably left the window: where its codes are refused, resync or replace it.'}
      </p>
    </Notice>
  )
}
