import type { ComponentChildren } from 'preact'
import {
  groupDefaults,
  type GroupSettingName,
  groupSettingNames,
  type GroupSettings,
} from '../../../schema/policy.ts'
import { errorAt, type Fault } from '../../state/fault.ts'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Badge } from '../../ui/list.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import type { GroupDraft } from '../state/group-draft.ts'
import { groupTexts } from './texts.ts'
import './groups.css'

export const groupFields = ['name', 'description']

type GroupFormProps = {
  draft: GroupDraft
  fault: Fault | null
  /** The group of everybody: then its name stays. */
  everyone?: boolean
  readOnly?: boolean
  focusName?: boolean
  onDraft: (change: Partial<GroupDraft>) => void
  onSubmit: () => void
  /** How the form ends: what was refused, the buttons. */
  children?: ComponentChildren
}

/** What a group is called, and what it says about its members. */
export const GroupForm = (props: GroupFormProps) => {
  const { draft, fault, everyone = false, readOnly = false, onDraft } = props
  return (
    <Form class="stack stack--wide" error={fault} onSubmit={props.onSubmit}>
      <Section title="Group">
        <div class="stack group-form__names">
          <TextField
            label="Name"
            name="name"
            autoComplete="off"
            maxLength={64}
            value={draft.name}
            error={errorAt(fault, 'name')}
            readOnly={readOnly || everyone}
            initialFocus={props.focusName === true}
            {...(everyone ? { hint: 'Everybody belongs to this group, and it stays.' } : {})}
            onValue={(name) => onDraft({ name })}
          />
          <TextField
            label="Description"
            name="description"
            optional
            autoComplete="off"
            maxLength={256}
            value={draft.description}
            error={errorAt(fault, 'description')}
            readOnly={readOnly}
            onValue={(description) => onDraft({ description })}
          />
        </div>
      </Section>
      <Section title="What it says about its members" lead={leadOf(everyone)}>
        <div class="group-form__settings">
          {groupSettingNames.map((name) => (
            <GroupSetting
              key={name}
              name={name}
              everyone={everyone}
              readOnly={readOnly}
              settings={draft.settings}
              onSettings={(settings) => onDraft({ settings })}
            />
          ))}
        </div>
      </Section>
      {props.children}
    </Form>
  )
}

const leadOf = (everyone: boolean): string =>
  everyone
    ? 'This group comes last: what it says holds where no other group says anything.'
    : 'Where it says nothing, the groups further down decide, and in the end the default.'

const choices = [
  { value: 'unset', label: 'Not set' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const
type Choice = (typeof choices)[number]['value']

const values: Record<Choice, boolean | null> = { unset: null, yes: true, no: false }

const choiceOf = (value: boolean | null): Choice => {
  if (value === null) return 'unset'
  return value ? 'yes' : 'no'
}

type GroupSettingProps = {
  name: GroupSettingName
  everyone: boolean
  readOnly: boolean
  settings: GroupSettings
  onSettings: (settings: GroupSettings) => void
}

const GroupSetting = (props: GroupSettingProps) => {
  const { name, settings, onSettings } = props
  const text = groupTexts[name]
  const choice = choiceOf(settings[name])
  return (
    <Segmented
      label={
        <>
          {text.name}
          {text.unused && <Badge>Not in use yet</Badge>}
        </>
      }
      name={name}
      hint={choice === 'unset' ? unsetHint(name, props.everyone) : text[choice].meaning}
      value={choice}
      options={choices}
      disabled={props.readOnly}
      onValue={(next) => onSettings({ ...settings, [name]: values[next] })}
    />
  )
}

const unsetHint = (name: GroupSettingName, everyone: boolean): string => {
  const fallback = groupDefaults[name] ? 'yes' : 'no'
  return everyone
    ? `Says nothing. The default is ${fallback}.`
    : `Says nothing. The groups further down decide; the default is ${fallback}.`
}
