import { useEffect, useRef, useState } from 'preact/hooks'
import type { Group } from '../../../schema/api/group.ts'
import { announce } from '../../ui/announcer.tsx'
import type { GroupsModel } from '../state/groups.ts'
import { GroupRow } from './group-row.tsx'

type RankingProps = { model: GroupsModel; mayWrite: boolean }

/** How many of the other rows the pointer is below: there the dragged one belongs. */
const placeAt = (list: HTMLElement, dragged: string, y: number): number =>
  [...list.children].filter((row) => {
    const { top, height } = row.getBoundingClientRect()
    return row instanceof HTMLElement && row.dataset['id'] !== dragged && top + height / 2 < y
  }).length

/** The groups in their order, to be moved by pointer or by buttons; that of everybody stays last. */
export const Ranking = ({ model, mayWrite }: RankingProps) => {
  const list = useRef<HTMLOListElement>(null)
  const focusNext = useRef('')
  const [dragged, setDragged] = useState<string | null>(null)
  const ranked = model.ranked.value
  const everyone = model.everyone.value

  // A row that is moved in the document loses the focus.
  useEffect(() => {
    const button = list.current?.querySelector<HTMLElement>(focusNext.current || 'no-button')
    focusNext.current = ''
    button?.focus()
  })
  const move = (group: Group, by: -1 | 1) => {
    const place = ranked.indexOf(group) + by
    if (place < 0 || place >= ranked.length) return
    focusNext.current = `[data-id="${group.id}"] [data-move="${by}"]`
    model.place(group.id, place)
    announce(`${group.name} is number ${place + 1} of ${ranked.length} now`)
  }
  const drag = (id: string, event: PointerEvent) => {
    event.preventDefault()
    // Not the handle: it moves along in the document, and would lose the pointer.
    list.current?.setPointerCapture(event.pointerId)
    setDragged(id)
  }
  const follow = (event: PointerEvent) => {
    if (dragged && list.current) model.place(dragged, placeAt(list.current, dragged, event.clientY))
  }
  return (
    <div class="ranking">
      <ol
        ref={list}
        class="ranking__list"
        aria-label="Groups by priority"
        onPointerMove={follow}
        onPointerUp={() => setDragged(null)}
        onPointerCancel={() => setDragged(null)}
      >
        {ranked.map((group, index) => (
          <GroupRow
            key={group.id}
            group={group}
            rank={index + 1}
            dragged={dragged === group.id}
            moves={
              mayWrite && ranked.length > 1
                ? { first: index === 0, last: index === ranked.length - 1, move, drag }
                : null
            }
          />
        ))}
      </ol>
      {everyone && (
        <ul class="ranking__list" aria-label="Everybody">
          <GroupRow group={everyone} rank={null} dragged={false} moves={null} />
        </ul>
      )}
    </div>
  )
}
