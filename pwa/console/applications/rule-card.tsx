import type { SiteRule } from '../../../schema/api/application.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Fold } from '../../ui/fold.tsx'
import { DownIcon, TrashIcon, UpIcon } from '../../ui/icons.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { GroupPicker } from '../users/group-picker.tsx'
import { AgeField, FactorField } from './policy-fields.tsx'
import { accessTexts } from './texts.ts'

type RuleCardProps = {
  rule: SiteRule
  index: number
  isLast: boolean
  onRule: (rule: SiteRule) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

const accesses = (['policy', 'open', 'deny'] as const).map((value) => ({
  value,
  label: accessTexts[value].label,
}))

/** One rule of a site. */
export const RuleCard = (props: RuleCardProps) => {
  const { rule, index, onRule } = props
  const change = (part: Partial<SiteRule>) => onRule({ ...rule, ...part })
  return (
    <li class="rules__card" data-rule={index}>
      <fieldset class="bare stack">
        <div class="rules__head">
          <legend class="rules__title">{`Rule ${index + 1}`}</legend>
          <RuleButtons {...props} />
        </div>
        <div class="rules__where">
          <TextField
            label="Path"
            name={`path-${index}`}
            hint="And all that is below it."
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
            value={rule.path}
            onValue={(path) => change({ path })}
          />
          <TextField
            label="Methods"
            name={`methods-${index}`}
            optional
            hint="Like GET, POST. None: all."
            autoComplete="off"
            spellcheck={false}
            value={rule.methods.join(',')}
            onValue={(text) => change({ methods: text === '' ? [] : text.split(',') })}
          />
        </div>
        <Segmented
          label="Who gets in"
          name={`access-${index}`}
          hint={accessTexts[rule.access].meaning}
          value={rule.access}
          options={accesses}
          onValue={(access) => change({ access })}
        />
        {rule.access === 'policy' && <RulePolicy rule={rule} onChange={change} />}
      </fieldset>
    </li>
  )
}

type RulePolicyProps = { rule: SiteRule; onChange: (part: Partial<SiteRule>) => void }

const RulePolicy = ({ rule, onChange }: RulePolicyProps) => {
  const asks = rule.groups.length > 0 || rule.factor !== 'policy' || rule.maxAge !== null
  return (
    <Fold title="Ask for more here" open={asks}>
      <FactorField value={rule.factor} onValue={(factor) => onChange({ factor })} />
      <AgeField value={rule.maxAge} onValue={(maxAge) => onChange({ maxAge })} />
      <div>
        <p class="field__label">Only these groups</p>
        <p class="field__hint">None: whoever may use the application.</p>
      </div>
      <GroupPicker chosen={rule.groups} onChosen={(groups) => onChange({ groups: [...groups] })} />
    </Fold>
  )
}

const RuleButtons = ({ index, isLast, onMove, onRemove }: RuleCardProps) => (
  <span class="rules__buttons">
    <Button
      kind="plain"
      small
      icon
      aria-label={`Move rule ${index + 1} up`}
      data-move="-1"
      disabled={index === 0}
      onClick={() => onMove(-1)}
    >
      <UpIcon size={18} />
    </Button>
    <Button
      kind="plain"
      small
      icon
      aria-label={`Move rule ${index + 1} down`}
      data-move="1"
      disabled={isLast}
      onClick={() => onMove(1)}
    >
      <DownIcon size={18} />
    </Button>
    <Button kind="plain" small icon aria-label={`Take rule ${index + 1} out`} onClick={onRemove}>
      <TrashIcon size={18} />
    </Button>
  </span>
)
