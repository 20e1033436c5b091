import type { ComponentChildren } from 'preact'
import { ForwardIcon } from './icons.tsx'
import './fold.css'

type FoldProps = { title: string; open?: boolean; children: ComponentChildren }

/** What few people need, behind one line; the platform's own control opens it. */
export const Fold = ({ title, open = false, children }: FoldProps) => (
  <details class="fold" open={open}>
    <summary class="fold__title">
      <ForwardIcon size={16} />
      {title}
    </summary>
    <div class="fold__body">{children}</div>
  </details>
)
