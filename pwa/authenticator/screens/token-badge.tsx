import { marks } from '../state/marks.ts'
import { hueOf, initialsOf } from '../state/names.ts'
import type { Token } from '../storage/token.ts'

/** A mark that stands for the site, or its initials, in a color that the site always has. */
export const TokenBadge = ({ token }: { token: Pick<Token, 'issuer' | 'account' | 'icon'> }) => {
  const address = marks.value?.addressFor(token)
  return (
    <span class="token-badge" style={{ '--hue': hueOf(token) }} aria-hidden="true">
      {address ? (
        <span class="token-badge__mark" style={{ maskImage: `url("${address}")` }} />
      ) : (
        initialsOf(token)
      )}
    </span>
  )
}
