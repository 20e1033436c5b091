import { useState } from 'preact/hooks'
import { Button } from '../../../ui/button.tsx'
import { Form } from '../../../ui/form.tsx'
import { GroupPicker } from '../group-picker.tsx'
import { EditableSection } from './editable-section.tsx'
import { may, type PartProps } from './part.ts'
import { PartFault } from './part-fault.tsx'

/** The groups whose settings count for this person. */
export const GroupsSection = (props: PartProps) => (
  <EditableSection
    title="Groups"
    editable={may(props.view.user, 'groups')}
    form={(onDone) => <GroupsForm {...props} onDone={onDone} />}
  >
    <GroupLinks {...props} />
  </EditableSection>
)

const GroupLinks = ({ view: { user } }: PartProps) =>
  user.groups.length === 0 ? (
    <p class="muted">In no group but that of everybody.</p>
  ) : (
    <ul class="chips" aria-label="Groups">
      {user.groups.map(({ id, name }) => (
        <li key={id}>
          <a class="chip" href={`/console/groups/${id}`}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  )

const GroupsForm = ({ model, view: { user }, onDone }: PartProps & { onDone: () => void }) => {
  const [chosen, setChosen] = useState<readonly string[]>(user.groups.map(({ id }) => id))
  const submit = async () => {
    if (await model.save('groups', 'groups', { groups: [...chosen] })) onDone()
  }
  const cancel = () => {
    model.change.forget()
    onDone()
  }
  return (
    <Form label="Groups" onSubmit={() => void submit()}>
      <GroupPicker chosen={chosen} onChosen={setChosen} />
      <PartFault model={model} part="groups" />
      <div class="row row--end">
        <Button small onClick={cancel}>
          Cancel
        </Button>
        <Button small type="submit" kind="primary" busy={model.change.busy.value === 'groups'}>
          Save
        </Button>
      </div>
    </Form>
  )
}
