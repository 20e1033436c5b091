import type { Group } from '../../../schema/api/group.ts'
import { Button } from '../../ui/button.tsx'
import { DownIcon, GripIcon, UpIcon, UsersIcon } from '../../ui/icons.tsx'
import { Badge } from '../../ui/list.tsx'
import { saidBy } from './texts.ts'

type Moves = {
  first: boolean
  last: boolean
  move: (group: Group, by: -1 | 1) => void
  drag: (id: string, event: PointerEvent) => void
}

type GroupRowProps = {
  group: Group
  /** null for the group of everybody, which is always last */
  rank: number | null
  dragged: boolean
  moves: Moves | null
}

export const GroupRow = ({ group, rank, dragged, moves }: GroupRowProps) => (
  <li class={dragged ? 'ranking__row ranking__row--dragged' : 'ranking__row'} data-id={group.id}>
    {moves && (
      <span
        class="ranking__grip"
        aria-hidden="true"
        onPointerDown={(event) => moves.drag(group.id, event)}
      >
        <GripIcon size={18} />
      </span>
    )}
    <span class="ranking__rank">{rank ?? <UsersIcon size={18} />}</span>
    <div class="ranking__words">
      <a class="ranking__name" href={`/console/groups/${group.id}`}>
        {group.name}
      </a>
      {group.description && <p class="ranking__about">{group.description}</p>}
      <Sayings group={group} />
    </div>
    <span class="ranking__members">{membersOf(group)}</span>
    {moves && (
      <span class="ranking__moves">
        <Button
          kind="plain"
          small
          icon
          aria-label={`Move ${group.name} up`}
          data-move="-1"
          disabled={moves.first}
          onClick={() => moves.move(group, -1)}
        >
          <UpIcon size={18} />
        </Button>
        <Button
          kind="plain"
          small
          icon
          aria-label={`Move ${group.name} down`}
          data-move="1"
          disabled={moves.last}
          onClick={() => moves.move(group, 1)}
        >
          <DownIcon size={18} />
        </Button>
      </span>
    )}
  </li>
)

const membersOf = ({ members }: Group): string => {
  if (members === null) return 'Everybody'
  return members === 1 ? '1 member' : `${members.toLocaleString('en')} members`
}

const Sayings = ({ group }: { group: Group }) => {
  const said = saidBy(group.settings)
  if (said.length === 0) return <p class="ranking__about">Says nothing yet</p>
  return (
    <p class="ranking__says">
      {said.map((text) => (
        <Badge key={text}>{text}</Badge>
      ))}
    </p>
  )
}
