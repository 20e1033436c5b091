import { Button } from '../../../ui/button.tsx'
import { Section } from '../../../ui/section.tsx'
import { roleHints, roleNames } from '../roles.ts'
import { may, type PartProps } from './part.ts'
import { PartFault } from './part-fault.tsx'

/** What the person may do here. */
export const AccessSection = ({ model, view: { user } }: PartProps) => (
  <Section
    title="Role"
    action={
      may(user, 'role') && (
        <Button
          small
          busy={model.change.busy.value === 'role'}
          onClick={() => model.ask({ kind: 'role' })}
        >
          Change
        </Button>
      )
    }
  >
    <p>{roleNames[user.role]}</p>
    <p class="person-page__hint">{roleHints[user.role]}</p>
    <PartFault model={model} part="access" />
  </Section>
)
