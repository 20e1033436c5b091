import { useState } from 'preact/hooks'
import type { Group } from '../../../schema/api/group.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import type { GroupModel } from '../state/group.ts'
import { draftOf, groupChangeOf, type GroupDraft } from '../state/group-draft.ts'
import { GroupForm, groupFields } from './group-form.tsx'

type EditGroupProps = { model: GroupModel; group: Group; mayWrite: boolean }

/** The form of a group that exists; what differs from the group waits in a bar until it is saved. */
export const EditGroup = ({ model, group, mayWrite }: EditGroupProps) => {
  const [draft, setDraft] = useState<GroupDraft>(() => draftOf(group))
  const { change } = model.policy
  const difference = groupChangeOf(draftOf(group), draft)
  const fault = change.fault.value
  const save = async () => {
    if (!difference || draft.name.trim() === '') return
    const saved = await model.save(difference)
    if (!saved) return
    setDraft(draftOf(saved))
    toast('The group was saved')
  }
  const discard = () => {
    change.forget()
    setDraft(draftOf(group))
  }
  return (
    <GroupForm
      draft={draft}
      fault={fault}
      everyone={group.everyone}
      readOnly={!mayWrite}
      onDraft={(part) => setDraft({ ...draft, ...part })}
      onSubmit={() => void save()}
    >
      {(difference ?? fault) && (
        <div class="save-bar">
          <FaultNotice fault={fault} fields={groupFields} onOver={change.forget} />
          <div class="save-bar__line">
            <p>Your changes are not saved yet.</p>
            <div class="row">
              <Button small onClick={discard}>
                Discard
              </Button>
              <Button
                small
                type="submit"
                kind="primary"
                busy={change.busy.value === 'save'}
                disabled={draft.name.trim() === ''}
              >
                Save changes
              </Button>
            </div>
          </div>
        </div>
      )}
    </GroupForm>
  )
}
