import { useComputed } from '@preact/signals'
import { toast } from '../../ui/announcer.tsx'
import { copyText } from '../../ui/clipboard.ts'
import { CodeDigits } from '../../ui/code-digits.tsx'
import { MoreIcon } from '../../ui/icons.tsx'
import { useCode } from '../state/code.ts'
import { currentStep, remaining } from '../state/clock.ts'
import { linkTo } from '../state/route.ts'
import type { Token } from '../storage/token.ts'
import { Countdown } from './countdown.tsx'

/** When the next code is shown, too: typing takes a while. */
const soon = 10

const copy = async (code: string): Promise<void> => {
  const copied = await copyText(code)
  toast(copied ? 'Copied' : 'The browser did not allow copying. Type the code instead.')
}

const NextCode = ({ token }: { token: Token }) => {
  const code = useCode(token, currentStep(token.period).value + 1)
  const near = useComputed(() => remaining(token.period).value <= Math.min(soon, token.period / 3))
  if (!near.value || code === null) return null
  return (
    <button type="button" class="token-card__next" onClick={() => void copy(code)}>
      Next <CodeDigits code={code} />
    </button>
  )
}

/** One token: who, the code, how long. The whole card copies. */
export const TokenCard = ({ token }: { token: Token }) => {
  const { issuer, account, period } = token
  const name = [issuer, account].filter(Boolean).join(', ')
  const code = useCode(token, currentStep(period).value) ?? '-'.repeat(token.digits)
  return (
    <li class="token-card">
      <button type="button" class="token-card__copy" onClick={() => void copy(code)}>
        <span class="token-card__letter" aria-hidden="true">
          {[...name][0]?.toUpperCase()}
        </span>
        <span class="token-card__names">
          <span class="token-card__issuer">{issuer || account}</span>{' '}
          {issuer && account && <span class="token-card__account">{account}</span>}
        </span>
        <CodeDigits code={code} class="token-card__code" />
        <Countdown period={period} />
      </button>
      <a class="token-card__more" href={linkTo({ screen: 'token', id: token.id })}>
        <MoreIcon label={`Details of ${name}`} />
      </a>
      <div class="token-card__foot">
        <NextCode token={token} />
      </div>
    </li>
  )
}
