import { useModel } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { ButtonLink, TextButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlusIcon, SlidersIcon } from '../../ui/icons.tsx'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import type { ProtectionModel } from '../state/protection.ts'
import { linkTo } from '../state/route.ts'
import { group, groupsOf, matching, query } from '../state/search.ts'
import { UsedCodes } from '../state/used-codes.ts'
import type { Token } from '../storage/token.ts'
import { ClockNotice } from './clock-notice.tsx'
import { partLater } from './part.tsx'
import { Search } from './search.tsx'
import { Shell } from './shell.tsx'
import { type CardProps, TokenCard } from './token-card.tsx'
import { useVisibleRows } from './visible-rows.ts'

const RetiredNotice = partLater<Pick<Models, 'vault' | 'preferences'>>('register', () =>
  import('./retired-notice.tsx').then((module) => module.RetiredNotice),
)

/** So many are seen at a glance. */
const glance = 5

/** The main screen: every token with its code. */
export const Tokens = ({ vault, preferences, protection, unreadable }: TokensProps) => {
  const used = useModel(() => new UsedCodes(vault))
  const list = useRef<HTMLUListElement>(null)
  const { hideCodes, retired } = preferences.values.value
  const all = vault.tokens.value
  const groups = groupsOf(all)
  // A group may have gone with its last token.
  const within = groups.find((name) => name === group.value) ?? null
  const shown = matching(all, query.value, within)
  const first = (): HTMLElement | null | undefined => list.current?.querySelector('button')
  return (
    <Shell end={<Actions />}>
      <h1 class="visually-hidden">{words('list').title}</h1>
      {(all.length > glance || groups.length > 0) && (
        <Search groups={groups} onEnter={() => first()?.click()} onDown={() => first()?.focus()} />
      )}
      <ClockNotice preferences={preferences} />
      {all.some(({ id }) => retired.includes(id)) && <RetiredNotice {...{ vault, preferences }} />}
      {unreadable > 0 && (
        <Notice kind="warning" live={false} title={words('list').unreadable(unreadable)}>
          <p>{words('list').unreadableText}</p>
        </Notice>
      )}
      {shown.length > 0 ? (
        <Cards {...{ list, used, retired }} tokens={shown} hides={hideCodes} />
      ) : (
        <NothingFound />
      )}
      <Protection protection={protection} />
    </Shell>
  )
}

type TokensProps = Models & { unreadable: number }

const Actions = () => (
  <>
    <ButtonLink kind="plain" icon small href={linkTo({ screen: 'settings' })}>
      <SlidersIcon label={words('common').settings} />
    </ButtonLink>
    <ButtonLink kind="primary" small href={linkTo({ screen: 'add', step: 'ways' })}>
      <PlusIcon size={18} />
      {words('list').add}
    </ButtonLink>
  </>
)

type CardsProps = Pick<CardProps, 'used' | 'hides'> & {
  list: { current: HTMLUListElement | null }
  tokens: readonly Token[]
  retired: readonly string[]
}

const Cards = ({ list, tokens, retired, ...rest }: CardsProps) => {
  const { from, to, seenFrom, seenTo, above, below, columns } = useVisibleRows(list, tokens.length)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- of its buttons
    <ul
      ref={list}
      class="token-list"
      aria-label={words('list').tokens}
      style={{ paddingBlock: `${above}px ${below}px` }}
      onKeyDown={(event) => moveFocus(event, columns)}
    >
      {tokens.slice(from, to).map((token, at) => (
        <TokenCard
          key={token.id}
          token={token}
          retired={retired.includes(token.id)}
          place={from + at}
          count={tokens.length}
          seen={from + at >= seenFrom && from + at < seenTo}
          {...rest}
        />
      ))}
    </ul>
  )
}

/** Arrows go from card to card as they lie on the screen; up from the first row is the search line. */
const moveFocus = (event: KeyboardEvent, columns: number): void => {
  const item = event.target instanceof Element && event.target.closest('li')
  if (!item) return
  const forward = document.dir === 'rtl' ? -1 : 1
  const steps: Record<string, number> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    ArrowRight: forward,
    ArrowLeft: -forward,
  }
  const step = steps[event.key]
  if (step === undefined) return
  event.preventDefault()
  const items = [...(item.parentElement?.children ?? [])]
  const to = items[items.indexOf(item) + step]
  const search = step === -columns && document.querySelector<HTMLElement>('.token-search input')
  ;(to?.querySelector('button') ?? (search || null))?.focus()
}

const NothingFound = () => (
  <div class="nothing-found" role="status">
    <p class="nothing-found__title">{words('list').nothingFound}</p>
    <p class="muted">{words('list').nothingFoundText}</p>
    <TextButton
      onClick={() => {
        query.value = ''
        group.value = null
      }}
    >
      {words('list').showAll}
    </TextButton>
  </div>
)

const Protection = ({ protection }: { protection: ProtectionModel }) => {
  const { kept, atRisk, keptHere, install } = words('list')
  const sentences = { kept, 'at-risk': atRisk, unknown: keptHere }
  return (
    <p class="protection">
      {sentences[protection.state.value]}{' '}
      {protection.installable.value && (
        <TextButton onClick={() => void protection.install()}>{install}</TextButton>
      )}
    </p>
  )
}
