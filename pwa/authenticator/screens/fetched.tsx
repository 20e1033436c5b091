import type { ComponentChildren } from 'preact'
import type { Fault } from '../../state/fault.ts'
import type { Loadable } from '../../state/resource.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Title } from '../../ui/title.tsx'
import { words } from '../state/language.ts'

/** The same refusal, in the language that is spoken here. */
const spoken = (fault: Fault): Fault => {
  const sentences: Partial<Record<Fault['code'], string>> = words('register').faults
  return { ...fault, text: sentences[fault.code] ?? fault.text }
}

type FetchedProps<Value> = {
  state: Loadable<Value>
  onRetry: () => void
  /** Of a page that has none of its own while nothing came. */
  title?: string
  children: (value: Value) => ComponentChildren
}

/** Shows what was fetched, or that it is on its way, or why it did not come. */
export function Fetched<Value>({ state, onRetry, title, children }: FetchedProps<Value>) {
  if (state.kind === 'loading') return <Loading />
  if (state.kind === 'ready') return <>{children(state.value)}</>
  return (
    <div class="stack">
      {title && <Title>{title}</Title>}
      <FaultNotice fault={spoken(state.fault)} onOver={onRetry}>
        <Button small onClick={onRetry}>
          {words('register').tryAgain}
        </Button>
      </FaultNotice>
    </div>
  )
}
