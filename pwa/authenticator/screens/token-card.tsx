import { useComputed } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { CodeDigits } from '../../ui/code-digits.tsx'
import { MoreIcon } from '../../ui/icons.tsx'
import { currentStep, remaining } from '../state/clock.ts'
import { useCode } from '../state/code.ts'
import { copyCode } from '../state/copying.ts'
import { words } from '../state/language.ts'
import { fullName, nameOf } from '../state/names.ts'
import { linkTo } from '../state/route.ts'
import { type UsedCodes, usedCounter } from '../state/used-codes.ts'
import type { Token } from '../storage/token.ts'
import { Countdown } from './countdown.tsx'
import { TokenBadge } from './token-badge.tsx'

/** When the next code is shown, too: typing takes a while. Seconds. */
const soon = 10
/** How long a code that was hidden stays in sight. Milliseconds. */
const sight = 30_000

export type CardProps = {
  token: Token
  /** It is on the screen, not just near it. */
  seen: boolean
  /** Codes are covered until they are tapped. */
  hides: boolean
  /** The server does not accept it any more. */
  retired: boolean
  used: UsedCodes
  /** Its place among how many: the page holds only those in sight. */
  place: number
  count: number
}

/** A covered code that was tapped is in sight for a while. */
const useUncovered = (hides: boolean) => {
  const [uncovered, setUncovered] = useState(false)
  useEffect(() => {
    if (!uncovered) return undefined
    const timer = setTimeout(() => setUncovered(false), sight)
    return () => clearTimeout(timer)
  }, [uncovered])
  return { covered: hides && !uncovered, uncover: () => setUncovered(true) }
}

const NextCode = ({ token }: { token: Token }) => {
  const near = useComputed(() => remaining(token.period).value <= Math.min(soon, token.period / 3))
  const code = useCode(token, near.value ? currentStep(token.period).value + 1 : null)
  if (code === null) return null
  return (
    <button type="button" class="token-card__next" onClick={() => void copyCode(code)}>
      {words('list').next} <CodeDigits code={code} />
    </button>
  )
}

/** Said of what the server knows by its own. */
const Mark = ({ token, retired }: Pick<CardProps, 'token' | 'retired'>) =>
  token.registered && (
    <span class={retired ? 'token-card__mark token-card__mark--retired' : 'token-card__mark'}>
      {retired ? words('list').retired : words('list').registered}
    </span>
  )

type FaceProps = {
  token: Token
  code: string | null
  covered: boolean
  onTap: () => void
  ring?: ComponentChildren
}

/** The whole card is one button: who, and the code. */
const Face = ({ token, code, covered, onTap, ring }: FaceProps) => {
  const { issuer, account, digits } = token
  return (
    <button type="button" class="token-card__copy" onClick={onTap}>
      <TokenBadge token={token} />
      <span class="token-card__names">
        <span class="token-card__issuer" dir="auto">
          {nameOf(token)}
        </span>{' '}
        {issuer && account && (
          <span class="token-card__account" dir="auto">
            {account}
          </span>
        )}
      </span>
      {covered || code === null ? (
        <span class="token-card__code token-card__code--none">
          <span aria-hidden="true">{'•'.repeat(digits)}</span>
          {covered && <span class="visually-hidden">{words('list').hiddenCode}</span>}
        </span>
      ) : (
        <CodeDigits code={code} class="token-card__code" />
      )}
      {ring}
    </button>
  )
}

const TimedFace = ({ token, retired, seen, hides }: CardProps) => {
  const { covered, uncover } = useUncovered(hides)
  const step = currentStep(token.period)
  const code = useCode(token, seen && !covered ? step.value : null)
  const tap = (): void => {
    if (covered) uncover()
    else if (code !== null) void copyCode(code)
  }
  const ring = seen && <Countdown period={token.period} />
  return (
    <>
      <Face {...{ token, code, covered, ring }} onTap={tap} />
      <div class="token-card__foot">
        <Mark {...{ token, retired }} />
        {seen && !covered && <NextCode token={token} />}
      </div>
    </>
  )
}

/** A code that changes with each use is made only when somebody asks, and never twice. */
const CountedFace = ({ token, used }: CardProps) => {
  const counter = usedCounter(used, token)
  const code = useCode(token, counter)
  const next = async (): Promise<void> => {
    if (!(await used.use(token))) toast(words('list').notUsed)
  }
  const tap = (): void => void (code === null ? next() : copyCode(code))
  return (
    <>
      <Face {...{ token, code }} covered={false} onTap={tap} />
      <div class="token-card__foot">
        <button type="button" class="token-card__next" onClick={() => void next()}>
          {words('list').newCode}
        </button>
      </div>
    </>
  )
}

/** One token. */
export const TokenCard = (props: CardProps) => {
  const { token, place, count } = props
  return (
    <li class="token-card" aria-posinset={place + 1} aria-setsize={count}>
      {token.type === 'hotp' ? <CountedFace {...props} /> : <TimedFace {...props} />}
      <a class="token-card__more" href={linkTo({ screen: 'token', id: token.id })}>
        <MoreIcon label={words('list').detailsOf(fullName(token))} />
      </a>
    </li>
  )
}
