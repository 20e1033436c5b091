import type { SettingName } from '../../../schema/policy.ts'
import { Segments } from '../../ui/segmented.tsx'
import type { SettingShape } from '../state/setting-shape.ts'
import { settingTexts } from './texts.ts'

type SettingControlProps = {
  name: SettingName
  shape: SettingShape
  /** As text; 'on' and 'off' for a flag. */
  value: string
  fault: string
  disabled: boolean
  onValue: (value: string) => void
}

const onAndOff = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'On' },
]

/** The control that fits what the setting can be. Its label is the heading of the row. */
export const SettingControl = (props: SettingControlProps) => {
  const { name, shape, value, disabled, onValue } = props
  if (shape.kind === 'number' || shape.kind === 'text') return <Typed {...props} />
  if (shape.kind === 'list') return <Lines {...props} />
  const { choices = {} } = settingTexts[name]
  const options =
    shape.kind === 'flag'
      ? onAndOff
      : shape.options.map(String).map((option) => ({
          value: option,
          label: choices[option] ?? option,
        }))
  return (
    <div role="radiogroup" aria-labelledby={`${name}-name`}>
      <Segments name={name} value={value} options={options} disabled={disabled} onValue={onValue} />
    </div>
  )
}

const Typed = ({ name, shape, value, fault, disabled, onValue }: SettingControlProps) => {
  const { unit } = settingTexts[name]
  const number = shape.kind === 'number'
  return (
    <div class="setting__typed">
      <input
        class={number ? 'input setting__number' : 'input'}
        name={name}
        value={value}
        readOnly={disabled}
        autoComplete="off"
        spellcheck={false}
        maxLength={shape.kind === 'text' ? shape.max : 9}
        {...(number ? { inputMode: 'numeric' as const } : {})}
        aria-labelledby={`${name}-name`}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={[fault && `${name}-fault`, unit && `${name}-unit`]
          .filter(Boolean)
          .join(' ')}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {unit && (
        <span class="setting__unit" id={`${name}-unit`}>
          {unit}
        </span>
      )}
    </div>
  )
}

/** Several, one a line. */
const Lines = ({ name, value, fault, disabled, onValue }: SettingControlProps) => (
  <div class="setting__lines">
    <textarea
      class="input"
      name={name}
      rows={Math.max(2, value.split('\n').length)}
      value={value}
      readOnly={disabled}
      autoComplete="off"
      autoCapitalize="none"
      spellcheck={false}
      maxLength={8000}
      aria-labelledby={`${name}-name`}
      aria-invalid={fault ? 'true' : undefined}
      aria-describedby={[fault && `${name}-fault`, `${name}-line`].filter(Boolean).join(' ')}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
    <span class="setting__unit" id={`${name}-line`}>
      {`One ${settingTexts[name].line ?? 'entry'} a line`}
    </span>
  </div>
)
