import { useState } from 'preact/hooks'
import type { Group } from '../../../schema/api/group.ts'
import { go } from '../../state/route.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import type { GroupModel } from '../state/group.ts'

/** Deletes a group, after a question, and after what that changes was shown. */
export const DeleteGroup = ({ model, group }: { model: GroupModel; group: Group }) => {
  const [asked, setAsked] = useState(false)
  const remove = async () => {
    setAsked(false)
    if (!(await model.remove())) return
    toast(`${group.name} was deleted`)
    go('/console/groups', { replace: true })
  }
  return (
    <Section
      title="Delete this group"
      lead="Its members stay, and other groups decide about them from then on."
      action={
        <Button
          kind="danger-quiet"
          busy={model.policy.change.busy.value === 'remove'}
          onClick={() => setAsked(true)}
        >
          Delete group
        </Button>
      }
    >
      {asked && (
        <ConfirmDialog
          title={`Delete ${group.name}?`}
          action="Delete group"
          onConfirm={() => void remove()}
          onClose={() => setAsked(false)}
        >
          <p>The group and what it says are gone for good. No person is deleted.</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}
