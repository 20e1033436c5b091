import type { ComponentType } from 'preact'
import type { Fault } from '../../state/fault.ts'

export type WayFormProps = {
  /** For how long this browser may be trusted; null where it may not. */
  trustDays: number | null
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  /** Hands back the request that proves the new factor; it counts once that has succeeded. */
  onProof: (confirm: () => Promise<unknown>) => void
}

/** The form that enrolls one new factor: it shows what the Worker made for it, and asks for a proof. */
export type WayForm = ComponentType<WayFormProps>

/** One kind of factor that people set up themselves. Each start is a new factor with a form of its own. */
export type Way = { start: () => Promise<WayForm> }
