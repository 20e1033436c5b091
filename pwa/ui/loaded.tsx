import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { FaultNotice } from './fault-notice.tsx'
import type { Loadable } from '../state/resource.ts'
import { Loading } from './spinner.tsx'

type LoadedProps<Value> = {
  state: Loadable<Value>
  onRetry: () => void
  label?: string
  children: (value: Value) => ComponentChildren
}

/** Shows what was fetched, or that it is on its way, or why it did not come. */
export function Loaded<Value>({ state, onRetry, label, children }: LoadedProps<Value>) {
  if (state.kind === 'loading') return <Loading {...(label ? { label } : {})} />
  if (state.kind === 'ready') return <>{children(state.value)}</>
  return (
    <FaultNotice fault={state.fault} onOver={onRetry}>
      <Button small onClick={onRetry}>
        Try again
      </Button>
    </FaultNotice>
  )
}
