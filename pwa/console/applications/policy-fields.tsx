import {
  type FactorNeed,
  factorNeeds,
  type NewApplication,
} from '../../../schema/api/application.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { GroupPicker } from '../users/group-picker.tsx'
import { ages, factorTexts } from './texts.ts'

type PolicyFieldsProps = {
  app: NewApplication
  onChange: (part: Partial<NewApplication>) => void
}

const audiences = [
  { value: 'everyone', label: 'Everyone' },
  { value: 'groups', label: 'Groups' },
] as const

/** Who may use an application, and what it asks of them. */
export const PolicyFields = ({ app, onChange }: PolicyFieldsProps) => (
  <Section title="Who may use it">
    <div class="stack">
      <Segmented
        label="People"
        name="audience"
        hint={
          app.audience === 'everyone'
            ? 'Everybody who can sign in.'
            : 'Whoever is in one of these groups, and nobody else.'
        }
        value={app.audience}
        options={audiences}
        onValue={(audience) => onChange({ audience })}
      />
      {app.audience === 'groups' && (
        <GroupPicker chosen={app.groups} onChosen={(groups) => onChange({ groups: [...groups] })} />
      )}
      <FactorField
        value={app.factor}
        without={app.kind === 'api' ? 'phishing-resistant' : null}
        onValue={(factor) => onChange({ factor })}
      />
      {app.kind !== 'api' && (
        <AgeField value={app.maxAge} onValue={(maxAge) => onChange({ maxAge })} />
      )}
      <Checkbox
        name="acceptTrust"
        label="A trusted browser is enough"
        hint="Where a person trusts a browser, it stands in for the second factor. A passkey is asked for all the same."
        checked={app.acceptTrust}
        onChecked={(acceptTrust) => onChange({ acceptTrust })}
      />
    </div>
  </Section>
)

type FactorFieldProps = {
  value: FactorNeed
  without?: FactorNeed | null
  onValue: (value: FactorNeed) => void
}

/** What is to be proved. */
export const FactorField = ({ value, without = null, onValue }: FactorFieldProps) => (
  <SelectField
    label="What it asks for"
    name="factor"
    hint={factorTexts[value].meaning}
    value={value}
    options={factorNeeds
      .filter((need) => need !== without)
      .map((need) => ({ value: need, label: factorTexts[need].label }))}
    onValue={onValue}
  />
)

/** How old the proof may be. What somebody set by the API is kept, and shown as it is. */
export const AgeField = ({
  value,
  onValue,
}: {
  value: number | null
  onValue: (value: number | null) => void
}) => {
  const known = ages.some((age) => age.value === value)
  const all = known ? ages : [...ages, { value, label: `${String(value)} seconds` }]
  return (
    <SelectField
      label="How fresh it must be"
      name="maxAge"
      hint={
        value === null
          ? 'Whoever is signed in is not asked again.'
          : 'Whoever proved it longer ago proves it again.'
      }
      value={String(value)}
      options={all.map((age) => ({ value: String(age.value), label: age.label }))}
      onValue={(text) => onValue(text === 'null' ? null : Number(text))}
    />
  )
}
