import { Checkbox } from '../../../ui/checkbox.tsx'
import { roleNames } from '../roles.ts'
import { may, type PartProps } from './part.ts'

/** The person's own flags. Each is saved as it is touched. */
export const FactorFlags = ({ model, view: { user, form } }: PartProps) => {
  const says = form[user.role]
  const busy = model.change.busy.value
  // A question opened or closed: a box that was touched goes back to what holds.
  void model.task.value
  const role = `${roleNames[user.role].toLowerCase()}s`
  // Who may overrule the settings on trust may overrule them on this.
  const supreme = may(user, 'trust-override')
  const mayTouch = may(user, 'second-factor') && busy === null
  const held = says.mfaRequired && user.mfaRequired && !supreme
  const save = (name: 'mfaRequired' | 'mayTrust' | 'trustOverride') => (checked: boolean) =>
    void model.save('factors', name, { [name]: checked })
  const require = (checked: boolean) =>
    !checked && says.mfaRequired ? model.ask({ kind: 'override' }) : save('mfaRequired')(checked)
  return (
    <div class="stack">
      <Checkbox
        name="mfaRequired"
        label="Second factor required"
        checked={shown(busy, 'mfaRequired', user.mfaRequired)}
        disabled={!mayTouch || held}
        hint={requiredHint(says.mfaRequired, user.mfaRequired, role)}
        onChecked={require}
      />
      <Checkbox
        name="mayTrust"
        label="May trust browsers"
        checked={shown(busy, 'mayTrust', user.mayTrust)}
        disabled={!mayTouch}
        hint={
          says.mayTrust
            ? 'They may skip the second factor in a browser of their own for a while.'
            : `The settings do not let ${role} trust browsers, whatever stands here.`
        }
        onChecked={save('mayTrust')}
      />
      {(!says.mayTrust || user.trustOverride) && (
        <Checkbox
          name="trustOverride"
          label="Also against the setting for their role"
          checked={shown(busy, 'trustOverride', user.trustOverride)}
          disabled={!supreme || busy !== null || !user.mayTrust}
          hint={
            supreme
              ? 'Only for this person. The audit log says who allowed it.'
              : 'Only a super admin may allow this.'
          }
          onChecked={save('trustOverride')}
        />
      )}
    </div>
  )
}

/** What was touched shows where it is going until the Worker has answered. */
const shown = (busy: string | null, name: string, value: boolean): boolean =>
  busy === name ? !value : value

const requiredHint = (bySetting: boolean, required: boolean, role: string): string => {
  if (!bySetting) return 'Without one they are led through setting it up when they next sign in.'
  return required
    ? `The settings require one of all ${role}.`
    : `The settings require one of all ${role}; this person goes without.`
}
