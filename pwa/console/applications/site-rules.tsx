import { useEffect, useRef } from 'preact/hooks'
import type { SiteRule } from '../../../schema/api/application.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { PlusIcon } from '../../ui/icons.tsx'
import { Section } from '../../ui/section.tsx'
import { RuleCard } from './rule-card.tsx'

type SiteRulesProps = { rules: readonly SiteRule[]; onRules: (rules: SiteRule[]) => void }

const newRule: SiteRule = {
  path: '/',
  methods: [],
  access: 'policy',
  groups: [],
  factor: 'policy',
  maxAge: null,
}

/** What holds for parts of a site, the first that fits. */
export const SiteRules = ({ rules, onRules }: SiteRulesProps) => {
  const list = useRef<HTMLOListElement>(null)
  const focusNext = useRef('')
  // A card that is moved in the document loses the focus, and one that is new wants it.
  useEffect(() => {
    const target = list.current?.querySelector<HTMLElement>(focusNext.current || 'no-target')
    focusNext.current = ''
    target?.focus()
  })
  const change = (index: number, rule: SiteRule) => onRules(rules.toSpliced(index, 1, rule))
  const move = (index: number, by: -1 | 1) => {
    const [rule] = rules.slice(index, index + 1)
    const place = index + by
    if (!rule || place < 0 || place >= rules.length) return
    focusNext.current = `[data-rule="${place}"] [data-move="${by}"]`
    onRules(rules.toSpliced(index, 1).toSpliced(place, 0, rule))
    announce(`${rule.path} is rule ${place + 1} of ${rules.length} now`)
  }
  const add = () => {
    focusNext.current = `[data-rule="${rules.length}"] input`
    onRules([...rules, newRule])
  }
  const remove = (index: number) => {
    focusNext.current = `[data-rule="${Math.max(0, index - 1)}"] input`
    onRules(rules.toSpliced(index, 1))
    announce(`Rule ${index + 1} was taken out`)
  }
  return (
    <Section
      title="Rules"
      lead={
        rules.length === 0
          ? 'None: what stands above holds for the whole site.'
          : 'For parts of the site. The first that fits decides; where none fits, what stands above.'
      }
      action={
        <Button small disabled={rules.length >= 50} onClick={add}>
          <PlusIcon size={18} />
          Add rule
        </Button>
      }
    >
      {rules.length > 0 && (
        <ol class="rules" ref={list}>
          {rules.map((rule, index) => (
            <RuleCard
              key={index}
              rule={rule}
              index={index}
              isLast={index === rules.length - 1}
              onRule={(next) => change(index, next)}
              onMove={(by) => move(index, by)}
              onRemove={() => remove(index)}
            />
          ))}
        </ol>
      )}
    </Section>
  )
}
