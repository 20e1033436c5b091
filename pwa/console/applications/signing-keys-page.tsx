import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ListedSigningKey } from '../../../schema/api/signing-key.ts'
import { Button } from '../../ui/button.tsx'
import { KeyIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Time } from '../../ui/time.tsx'
import type { PageProps } from '../pages.tsx'
import { type KeySeries, SigningKeysModel } from '../state/signing-keys.ts'
import { ApplicationsHead } from './applications-head.tsx'
import { ReplaceKeyDialog } from './replace-key-dialog.tsx'
import './applications.css'

export const purposeTexts = {
  oidc: { name: 'ID tokens and access tokens', lead: 'For apps that speak OpenID Connect.' },
  assertion: {
    name: 'Assertions to sites',
    lead: 'What a site behind a proxy is told of a person.',
  },
}

/** `/console/applications/signing-keys`: what we sign with; it is replaced by itself in time. */
export const SigningKeysPage = ({ me }: Pick<PageProps, 'me'>) => {
  const model = useModel(SigningKeysModel)
  useEffect(() => void model.keys.load(), [])
  const { value: asked } = model.asked
  return (
    <div class="stack stack--wide">
      <ApplicationsHead
        title="Signing keys"
        lead="Applications know by them that an answer is ours. Each is followed by the next in time, without anybody doing anything."
      />
      <Loaded state={model.keys.state.value} onRetry={() => void model.keys.load()}>
        {(keys) =>
          keys.length === 0 ? (
            <p class="muted">None yet. The first is made when an application needs one.</p>
          ) : (
            seriesOf(keys).map((series) => (
              <KeySeriesSection
                key={`${series.purpose} ${series.algorithm}`}
                series={series}
                keys={keys.filter((key) => isOf(key, series))}
                onReplace={me.role === 'super_admin' ? () => model.ask(series) : null}
              />
            ))
          )
        }
      </Loaded>
      {asked && <ReplaceKeyDialog model={model} series={asked} />}
      <StepUp model={model.stepUp} />
    </div>
  )
}

const isOf = (key: KeySeries, { purpose, algorithm }: KeySeries): boolean =>
  key.purpose === purpose && key.algorithm === algorithm

const seriesOf = (keys: readonly ListedSigningKey[]): KeySeries[] =>
  keys.filter((key, i) => keys.findIndex((other) => isOf(other, key)) === i)

type KeySeriesProps = {
  series: KeySeries
  keys: readonly ListedSigningKey[]
  /** null: they may only look. */
  onReplace: (() => void) | null
}

const KeySeriesSection = ({ series, keys, onReplace }: KeySeriesProps) => {
  const { name, lead } = purposeTexts[series.purpose]
  const now = Date.now() / 1000
  const signing = keys
    .filter((key) => stateOf(key, now) === 'published' && key.activeFrom <= now)
    .toSorted((a, b) => b.activeFrom - a.activeFrom)
    .at(0)
  return (
    <Section
      title={`${name}, ${series.algorithm}`}
      lead={lead}
      action={
        onReplace && (
          <Button
            small
            aria-label={`Replace now: ${name}, ${series.algorithm}`}
            onClick={onReplace}
          >
            Replace now
          </Button>
        )
      }
    >
      <List label={`${name}, ${series.algorithm}`}>
        {keys.map((key) => (
          <KeyItem key={key.kid} item={key} isSigning={key === signing} />
        ))}
      </List>
    </Section>
  )
}

const stateOf = ({ withdrawnAt, activeFrom }: ListedSigningKey, now: number) => {
  if (withdrawnAt !== null && withdrawnAt <= now) return 'withdrawn'
  return activeFrom > now ? 'next' : 'published'
}

const KeyItem = ({ item, isSigning }: { item: ListedSigningKey; isSigning: boolean }) => {
  const state = stateOf(item, Date.now() / 1000)
  return (
    <ListItem
      icon={<KeyIcon />}
      title={
        <>
          <code class="signing-key">{item.kid}</code>
          {isSigning && <Badge kind="success">Signs</Badge>}
          {state === 'next' && <Badge kind="accent">Next</Badge>}
          {state === 'published' && !isSigning && <Badge>Still believed</Badge>}
          {state === 'withdrawn' && <Badge kind="warning">Withdrawn</Badge>}
        </>
      }
      meta={
        <>
          {isSigning && 'Signs since '}
          {!isSigning && (state === 'next' ? 'Signs from ' : 'Began to sign ')}
          <Time at={item.activeFrom} />
          {item.withdrawnAt !== null && (
            <>
              {state === 'withdrawn' ? ', withdrawn ' : ', believed until '}
              <Time at={item.withdrawnAt} />
            </>
          )}
        </>
      }
    />
  )
}
