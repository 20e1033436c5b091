import { useState } from 'preact/hooks'
import { roles } from '../../../schema/policy.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { errorAt } from '../../state/fault.ts'
import { flagsOf } from '../state/draft.ts'
import { GroupPicker } from './group-picker.tsx'
import { roleHints, roleNames } from './roles.ts'
import type { UserFormProps } from './user-form.tsx'

const roleOptions = roles.map((value) => ({ value, label: roleNames[value] }))

/** What the new person may do, and what their sign-in asks for. */
export const AccessGroup = (props: UserFormProps) => {
  const { me, draft, fault, onDraft } = props
  const supreme = me.role === 'super_admin'
  return (
    <fieldset class="form-group">
      <legend>Access</legend>
      {supreme ? (
        <SelectField
          label="Role"
          name="role"
          value={draft.role}
          options={roleOptions}
          hint={roleHints[draft.role]}
          error={errorAt(fault, 'role')}
          onValue={(role) => onDraft({ role, against: false })}
        />
      ) : (
        <p class="muted">They get the role User. Only super admins give other roles and groups.</p>
      )}
      <Flags {...props} supreme={supreme} />
      {supreme && (
        <div class="field">
          <p class="field__label">
            Groups<span class="field__optional"> (optional)</span>
          </p>
          <GroupPicker chosen={draft.groups} onChosen={(groups) => onDraft({ groups })} />
        </div>
      )}
    </fieldset>
  )
}

const Flags = ({ form, draft, onDraft, supreme }: UserFormProps & { supreme: boolean }) => {
  const [asking, setAsking] = useState(false)
  const { forced, mfaRequired, mayTrust } = flagsOf(draft, form)
  const role = roleNames[draft.role].toLowerCase()
  const require = (checked: boolean) =>
    !checked && forced ? setAsking(true) : onDraft({ mfaRequired: checked, against: !checked })
  return (
    <>
      <Checkbox
        name="mfaRequired"
        label="Second factor required"
        checked={mfaRequired}
        disabled={forced && !supreme}
        hint={
          forced
            ? `The settings require one of every ${role}.`
            : 'They set it up the first time they sign in.'
        }
        onChecked={require}
      />
      <Checkbox
        name="mayTrust"
        label="May trust browsers"
        checked={mayTrust}
        hint={
          form[draft.role].mayTrust
            ? 'They may skip the second factor in a browser of their own for a while.'
            : `The settings do not let any ${role} trust browsers, whatever stands here.`
        }
        onChecked={(checked) => onDraft({ mayTrust: checked })}
      />
      {asking && (
        <ConfirmDialog
          title="Go against the settings?"
          action="Not required"
          onConfirm={() => {
            setAsking(false)
            onDraft({ mfaRequired: false, against: true })
          }}
          onClose={() => setAsking(false)}
        >
          <p>{`The settings require a second factor of every ${role}. This person would go without.`}</p>
          <p class="muted">The audit log says that you allowed it.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
