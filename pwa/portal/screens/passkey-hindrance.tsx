import { type PasskeyTrouble, ProblemError } from '../../api.ts'
import { faultOf } from '../../state/fault.ts'
import { Notice } from '../../ui/notice.tsx'

/** Stands in place of a button that could not work in this page. */
export const PasskeyHindrance = ({ reason }: { reason: PasskeyTrouble }) => (
  <Notice kind="warning" live={false}>
    <p>{faultOf(new ProblemError(reason)).text}</p>
  </Notice>
)
