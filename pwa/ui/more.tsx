import type { createPaged } from '../state/paged.ts'
import { Button } from './button.tsx'
import { FaultNotice } from './fault-notice.tsx'
import './more.css'

type MoreButtonProps = { small?: boolean; busy?: boolean; onClick: () => void }

/** The way on, below a list. */
export const MoreButton = ({ small = false, busy = false, onClick }: MoreButtonProps) => (
  <div class="more">
    <Button small={small} busy={busy} onClick={onClick}>
      Show more
    </Button>
  </div>
)

type MoreProps = {
  list: Pick<ReturnType<typeof createPaged<unknown>>, 'more' | 'change' | 'loadMore'>
  small?: boolean
}

/** The end of a list that comes page by page: the way on, where there is more. */
export const More = ({ list: { more, change, loadMore }, small = false }: MoreProps) => (
  <>
    <FaultNotice fault={change.fault.value} onOver={change.forget} />
    {more.value && (
      <MoreButton small={small} busy={change.busy.value !== null} onClick={() => void loadMore()} />
    )}
  </>
)
