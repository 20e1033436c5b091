import type { Affected, Consequences } from '../../../schema/api/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Effect, effects } from '../state/scenario.ts'
import './scenario-dialog.css'

/** What happens to whom: 'N people ...'. */
const words: Record<Effect, { one: string; many: string; meaning: string }> = {
  lockedOut: {
    one: 'cannot sign in anymore',
    many: 'cannot sign in anymore',
    meaning: 'Nothing that they have is accepted, and they may not set up anything else.',
  },
  needTicket: {
    one: 'needs an enrollment ticket',
    many: 'need an enrollment ticket',
    meaning: 'They must set up a second factor, and can do so only with a ticket from you.',
  },
  mustRegister: {
    one: 'must register our authenticator',
    many: 'must register our authenticator',
    meaning:
      'Codes of their authenticator app let them do that at their next sign-in, and nothing else.',
  },
  mustEnroll: {
    one: 'must set up a second factor',
    many: 'must set up a second factor',
    meaning: 'They are led through it at their next sign-in.',
  },
  newlyRequired: {
    one: 'must use a second factor from now on',
    many: 'must use a second factor from now on',
    meaning: 'Including those who have one already.',
  },
  losesTrust: {
    one: 'may not trust browsers anymore',
    many: 'may not trust browsers anymore',
    meaning: 'They are asked for their second factor at every sign-in.',
  },
  noLongerRequired: {
    one: 'need not use a second factor anymore',
    many: 'need not use a second factor anymore',
    meaning: 'Those who have one are still asked for it.',
  },
}

type ScenarioDialogProps = { consequences: Consequences; onClose: (save: boolean) => void }

/** What a change does, before it is done. A change that locks out the last super admin is not offered. */
export const ScenarioDialog = ({ consequences, onClose }: ScenarioDialogProps) => {
  const { refused, lockedOut } = consequences
  const harmful = lockedOut.people > 0
  return (
    <Dialog
      title={refused ? 'This cannot be saved' : 'What this changes'}
      wide
      onClose={() => onClose(false)}
    >
      {refused && (
        <Notice kind="error" title="No super admin could sign in anymore">
          <p>
            At least one super admin must be able to sign in and to undo this. Let one of them set
            up a factor that stays accepted, then try again.
          </p>
        </Notice>
      )}
      <ul class="scenario">
        {effects.map((effect) => (
          <EffectLine key={effect} effect={effect} affected={consequences[effect]} />
        ))}
      </ul>
      <div class="dialog__actions">
        <Button onClick={() => onClose(false)} data-autofocus="">
          {refused ? 'Back' : 'Cancel'}
        </Button>
        {!refused && (
          <Button kind={harmful ? 'danger' : 'primary'} onClick={() => onClose(true)}>
            {harmful ? 'Save and lock out' : 'Save'}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

const EffectLine = ({ effect, affected }: { effect: Effect; affected: Affected }) => {
  const { people } = affected
  if (people === 0) return null
  const { one, many, meaning } = words[effect]
  return (
    <li class={effect === 'lockedOut' ? 'scenario__line scenario__line--bad' : 'scenario__line'}>
      <span class="scenario__count">{people.toLocaleString('en')}</span>
      <div>
        <p class="scenario__what">{people === 1 ? `person ${one}` : `people ${many}`}</p>
        <p class="muted">{meaning}</p>
        <p class="scenario__who">{namesOf(affected)}</p>
      </div>
    </li>
  )
}

/** 'ada, bob and 3 others' */
const namesOf = ({ people, examples }: Affected): string => {
  const others = people - examples.length
  if (others <= 0) return examples.join(', ')
  const rest = `${others.toLocaleString('en')} ${others === 1 ? 'other' : 'others'}`
  return examples.length > 0 ? `${examples.join(', ')} and ${rest}` : ''
}
