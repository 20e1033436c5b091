import type { Decision, PolicyTrace, Source } from '../../../../schema/api/policy.ts'
import { CheckIcon } from '../../../ui/icons.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Section } from '../../../ui/section.tsx'
import type { UserModel } from '../../state/user.ts'
import { decisionWords, stepWords } from './policy-words.ts'
import { SourceText } from './source-text.tsx'

/** Why a sign-in of this person goes as it goes: each decision with what made it. */
export const PolicySection = ({ model: { policy } }: { model: UserModel }) => (
  <Section title="Why is this person asked?" lead="What settings, groups and flags add up to.">
    <Loaded state={policy.state.value} onRetry={() => void policy.load()}>
      {({ signIn, decisions }) => (
        <div class="stack">
          <SignIn signIn={signIn} />
          <ul class="decisions">
            {decisions.map((decision) => (
              <DecisionItem key={decision.name} decision={decision} />
            ))}
          </ul>
        </div>
      )}
    </Loaded>
  </Section>
)

const SignIn = ({ signIn: { step, inTrustedBrowser, because } }: Pick<PolicyTrace, 'signIn'>) => (
  <div class="decisions__sign-in">
    <p>
      <strong>A sign-in asks for:</strong> {stepWords[step]}.
    </p>
    {inTrustedBrowser !== step && (
      <p>
        <strong>In a trusted browser:</strong> {stepWords[inTrustedBrowser]}.
      </p>
    )}
    {because.length > 0 && (
      <p class="decisions__why">
        Decided by <Sources sources={because} />.
      </p>
    )}
  </div>
)

const DecisionItem = ({
  decision: { name, value, because, overruled },
}: {
  decision: Decision
}) => (
  <li class="decision">
    {value ? <CheckIcon size={16} /> : <span class="decision__no" aria-hidden="true" />}
    <div>
      <p>{decisionWords[name][value ? 'yes' : 'no']}</p>
      <p class="decisions__why">
        Decided by <Sources sources={because} />.
        {overruled.length > 0 && (
          <>
            {' '}
            Overruled: <Sources sources={overruled} />.
          </>
        )}
      </p>
    </div>
  </li>
)

const Sources = ({ sources }: { sources: readonly Source[] }) => (
  <>
    {sources.map((source, index) => (
      <span key={index}>
        {index > 0 && (index === sources.length - 1 ? ' and ' : ', ')}
        <SourceText source={source} />
      </span>
    ))}
  </>
)
