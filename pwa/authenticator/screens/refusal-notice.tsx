import { Notice } from '../../ui/notice.tsx'
import type { AddRefusal } from '../state/adding.ts'
import { words } from '../state/language.ts'

/** What was wrong with what was given, and what to do about it. */
export const RefusalNotice = ({ reason }: { reason: AddRefusal | null }) => {
  if (!reason) return null
  const sentences: Record<AddRefusal, string[]> = words('add').refusals
  const [title = '', text] = sentences[reason]
  return (
    <Notice key={reason} kind="error" title={title}>
      <p>{text}</p>
    </Notice>
  )
}
