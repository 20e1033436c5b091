import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { Loading } from './spinner.tsx'
import { uiWords } from './words.ts'

/**
 * A component whose code comes when it is first shown, so that the first screen stays small.
 * A chunk that does not come (offline, or a new version replaced it) offers to reload.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null
  return function Later(props: Props) {
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading')
    useEffect(() => {
      if (loaded) return
      load().then(
        (component) => {
          loaded = component
          setState('ready')
        },
        () => setState('failed'),
      )
    }, [])
    if (state === 'failed') return <LaterFailed />
    const Component = loaded
    return Component ? <Component {...props} /> : <Loading />
  }
}

const LaterFailed = () => (
  <Notice kind="error">
    <p>{uiWords.value.notLoaded}</p>
    <Button small onClick={() => location.reload()}>
      {uiWords.value.reload}
    </Button>
  </Notice>
)
