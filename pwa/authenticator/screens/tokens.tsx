import { ButtonLink, TextButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlusIcon } from '../../ui/icons.tsx'
import type { Persistence } from '../device/persistence.ts'
import type { ProtectionModel } from '../state/protection.ts'
import { linkTo } from '../state/route.ts'
import type { Token } from '../storage/token.ts'
import { Shell } from './shell.tsx'
import { TokenCard } from './token-card.tsx'

type TokensProps = {
  tokens: readonly Token[]
  unreadable: number
  protection: ProtectionModel
}

const addLink = linkTo({ screen: 'add', step: 'ways' })

/** The main screen: every token with its code. */
export const Tokens = ({ tokens, unreadable, protection }: TokensProps) => (
  <Shell
    end={
      <ButtonLink kind="primary" small href={addLink}>
        <PlusIcon size={18} />
        Add
      </ButtonLink>
    }
  >
    <h1 class="visually-hidden">Your codes</h1>
    {unreadable > 0 && <Unreadable count={unreadable} />}
    <ul class="token-list" aria-label="Tokens">
      {tokens.map((token) => (
        <TokenCard key={token.id} token={token} />
      ))}
    </ul>
    <p class="protection">
      {protectionSentence[protection.state.value]}{' '}
      {protection.installable.value && (
        <TextButton onClick={() => void protection.install()}>Install this app</TextButton>
      )}
    </p>
  </Shell>
)

const protectionSentence: Record<Persistence, string> = {
  kept: 'Kept on this device. The browser has promised not to clear your tokens.',
  'at-risk':
    'Kept on this device. The browser may clear them when space runs low: install this app, or keep a second way to sign in.',
  unknown: 'Kept on this device only.',
}

const Unreadable = ({ count }: { count: number }) => (
  <Notice
    kind="warning"
    live={false}
    title={count === 1 ? 'One token cannot be opened' : `${count} tokens cannot be opened`}
  >
    <p>
      They are still stored here, but this browser has lost the key to them or changed them. Add
      them again from where you got them. The others are not affected.
    </p>
  </Notice>
)
