import { useEffect, useState } from 'preact/hooks'
import { announce } from './announcer.tsx'
import { Button, type ButtonKind } from './button.tsx'
import { copyText } from './clipboard.ts'
import { CheckIcon, CopyIcon } from './icons.tsx'

type CopyButtonProps = {
  text: string
  /** What is copied: 'Copy key', 'Copy codes'. */
  label: string
  kind?: ButtonKind
  small?: boolean
  /** Its icon alone, beside what it copies. */
  brief?: boolean
}

/** Copies a text and says so. Where the clipboard is refused, says that instead. */
export const CopyButton = (props: CopyButtonProps) => {
  const { text, label, kind = 'secondary', small = true, brief = false } = props
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready')
  useEffect(() => {
    if (state === 'ready') return
    const timer = setTimeout(() => setState('ready'), 3000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    const done = await copyText(text)
    setState(done ? 'copied' : 'refused')
    announce(done ? 'Copied' : 'Copying was refused by the browser')
  }
  const words = { ready: label, copied: 'Copied', refused: 'Copying refused' }
  return (
    <Button
      kind={kind}
      small={small}
      icon={brief}
      {...(brief ? { 'aria-label': words[state] } : {})}
      onClick={() => void copy()}
    >
      {state === 'copied' ? <CheckIcon size={18} /> : <CopyIcon size={18} />}
      {!brief && words[state]}
    </Button>
  )
}
