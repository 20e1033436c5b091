import './arrange.css'
import { useModel } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { announce, toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { DownIcon, GripIcon, PinIcon, UpIcon } from '../../ui/icons.tsx'
import { Title } from '../../ui/title.tsx'
import { ArrangingModel } from '../state/arranging.ts'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { fullName } from '../state/names.ts'
import { go, linkTo } from '../state/route.ts'
import type { Token } from '../storage/token.ts'
import { useDragging } from './dragging.ts'
import { Shell } from './shell.tsx'
import { TokenBadge } from './token-badge.tsx'

type RowProps = { token: Token; place: number; count: number; onMove: (to: number) => void }

const Row = ({ token, place, count, onMove }: RowProps) => {
  const t = words('token')
  const name = fullName(token)
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onMove(place + step)
  }
  return (
    <li class="arrange__row" data-id={token.id}>
      <button type="button" class="arrange__grip" aria-label={t.drag(name)} onKeyDown={keys}>
        <GripIcon />
      </button>
      <TokenBadge token={token} />
      <span class="arrange__name" dir="auto">
        {name}
      </span>
      {token.pinned && <PinIcon size={16} label={words('list').pinned} />}
      <span class="arrange__steps">
        <Button
          kind="plain"
          small
          icon
          aria-label={t.moveUp(name)}
          disabled={place === 0}
          onClick={() => onMove(place - 1)}
        >
          <UpIcon size={18} />
        </Button>
        <Button
          kind="plain"
          small
          icon
          aria-label={t.moveDown(name)}
          disabled={place === count - 1}
          onClick={() => onMove(place + 1)}
        >
          <DownIcon size={18} />
        </Button>
      </span>
    </li>
  )
}

/** A button that was moved with its row has lost the focus: it gets it back. */
const useKeptFocus = (order: readonly Token[]) => {
  const focused = useRef<Element | null>(null)
  useLayoutEffect(() => {
    const { current } = focused
    if (current instanceof HTMLElement && current.isConnected) current.focus()
    focused.current = null
  }, [order])
  return () => {
    focused.current = document.activeElement
  }
}

/** The order of the list: by dragging, by buttons, or by arrow keys on the handle. */
export const Arrange = ({ vault }: Models) => {
  const t = words('token')
  const arranging = useModel(() => new ArrangingModel(vault))
  const list = useRef<HTMLUListElement>(null)
  const tokens = arranging.tokens.value
  const keepFocus = useKeptFocus(tokens)
  useDragging(list, (id, to) => void arranging.move(id, to))
  useEffect(() => () => void arranging.save(), [arranging])
  const move = (token: Token, to: number): void => {
    keepFocus()
    const place = arranging.move(token.id, to)
    announce(t.moved(fullName(token), place + 1, tokens.length))
  }
  const done = async (): Promise<void> => {
    if (await arranging.save()) go({ screen: 'tokens' })
    else toast(words('common').notStored)
  }
  return (
    <Shell
      back={linkTo({ screen: 'tokens' })}
      end={
        <Button kind="primary" small onClick={() => void done()}>
          {t.done}
        </Button>
      }
    >
      <div class="stack">
        <Title lead={t.arrangeLead}>{t.arrangeTitle}</Title>
        <ul ref={list} class="arrange" aria-label={words('list').tokens}>
          {tokens.map((token, place) => (
            <Row
              key={token.id}
              token={token}
              place={place}
              count={tokens.length}
              onMove={(to) => move(token, to)}
            />
          ))}
        </ul>
      </div>
    </Shell>
  )
}
