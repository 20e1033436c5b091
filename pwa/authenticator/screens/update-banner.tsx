import { Button } from '../../ui/button.tsx'
import type { UpdateModel } from '../state/update.ts'

/** Offered at the bottom of the screen; it may stay there for as long as the person likes. */
export const UpdateBanner = ({ update }: { update: UpdateModel }) => {
  const { value } = update.state
  if (value === 'none') return null
  return (
    <div class="update-banner" role="status">
      <span>{value === 'ready' ? 'Update ready' : 'Updated in another tab'}</span>
      <Button kind="primary" small onClick={update.accept}>
        Reload
      </Button>
      <Button kind="plain" small onClick={update.later}>
        Later
      </Button>
    </div>
  )
}
