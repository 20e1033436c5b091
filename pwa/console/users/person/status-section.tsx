import { Button } from '../../../ui/button.tsx'
import { Section } from '../../../ui/section.tsx'
import { may, type PartProps } from './part.ts'
import { PartFault } from './part-fault.tsx'

/** Shutting the account, for a while or for good. */
export const StatusSection = ({ model, view: { user } }: PartProps) => {
  const busy = model.change.busy.value
  if (!may(user, 'disable') && !may(user, 'delete')) return null
  return (
    <Section
      title="Account"
      lead={user.disabled ? 'Disabled: they cannot sign in.' : 'Active: they can sign in.'}
    >
      <PartFault model={model} part="status" />
      <div class="person-page__danger">
        {may(user, 'disable') &&
          (user.disabled ? (
            <Button
              small
              busy={busy === 'disable'}
              onClick={() => void model.save('status', 'disable', { disabled: false }, 'Enabled')}
            >
              Enable
            </Button>
          ) : (
            <Button small busy={busy === 'disable'} onClick={() => model.ask({ kind: 'disable' })}>
              Disable
            </Button>
          ))}
        {may(user, 'delete') && (
          <Button
            small
            kind="danger-quiet"
            busy={busy === 'delete'}
            onClick={() => model.ask({ kind: 'delete' })}
          >
            Delete
          </Button>
        )}
      </div>
    </Section>
  )
}
