import { Button } from '../../ui/button.tsx'
import { words } from '../state/language.ts'
import type { UpdateModel } from '../state/update.ts'

/** Offered at the bottom of the screen; it may stay there for as long as the person likes. */
export const UpdateBanner = ({ update }: { update: UpdateModel }) => {
  const { value } = update.state
  if (value === 'none') return null
  return (
    <div class="update-banner" role="status">
      <span>
        {value === 'ready' ? words('common').updateReady : words('common').updatedElsewhere}
      </span>
      <Button kind="primary" small onClick={update.accept}>
        {words('common').reload}
      </Button>
      <Button kind="plain" small onClick={update.later}>
        {words('common').later}
      </Button>
    </div>
  )
}
