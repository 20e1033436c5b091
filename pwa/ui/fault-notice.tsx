import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { announce } from './announcer.tsx'
import { ClockIcon } from './icons.tsx'
import { Notice } from './notice.tsx'
import { shownWait, spokenWait } from './wait.ts'
import type { FaultCode } from '../api.ts'
import type { Fault } from '../state/fault.ts'

const secondsUntil = (until: number): number => Math.max(0, Math.ceil((until - Date.now()) / 1000))

/** Counts down to `until`, in whole seconds. */
const useSecondsUntil = (until: number, onOver: () => void): number => {
  const [left, setLeft] = useState(() => secondsUntil(until))
  useEffect(() => {
    const timer = setInterval(() => {
      const next = secondsUntil(until)
      setLeft(next)
      if (next > 0) return
      clearInterval(timer)
      announce('You can try again now')
      onOver()
    }, 250)
    return () => clearInterval(timer)
  }, [until])
  return left
}

type CountdownProps = { text: string; until: number; onOver: () => void }

/** The seconds are for the eye: a screen reader hears the wait once, and its end. */
const Countdown = ({ text, until, onOver }: CountdownProps) => {
  const [atFirst] = useState(() => spokenWait(secondsUntil(until)))
  const left = useSecondsUntil(until, onOver)
  return (
    <div class="notice notice--warning">
      <ClockIcon />
      <div class="notice__body">
        <p role="alert">
          {text} <span class="visually-hidden">Try again in {atFirst}.</span>
          <span aria-hidden="true">
            Try again in <strong class="notice__clock">{shownWait(left)}</strong>.
          </span>
        </p>
      </div>
    </div>
  )
}

/** What the person decided or let pass is no error of theirs. */
const unhurried = new Set<FaultCode>(['passkey_dismissed', 'passkey_timed_out', 'passkey_known'])

type FaultNoticeProps = {
  fault: Fault | null
  /** Fields of this form, which show their own errors. */
  fields?: readonly string[]
  /** A wait is over: the place to forget the fault. */
  onOver: () => void
  /** What the person can do about it, right here. */
  children?: ComponentChildren
}

/** What was refused, unless a field of the form says it already. */
export const FaultNotice = ({ fault, fields = [], onOver, children }: FaultNoticeProps) => {
  if (!fault || (fault.field && fields.includes(fault.field))) return null
  const { code, text, until } = fault
  if (until) return <Countdown key={until} text={text} until={until} onOver={onOver} />
  return (
    <Notice kind={unhurried.has(code) ? 'info' : 'error'}>
      <p>{text}</p>
      {children}
    </Notice>
  )
}
