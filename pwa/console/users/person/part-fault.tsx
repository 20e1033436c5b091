import { FaultNotice } from '../../../ui/fault-notice.tsx'
import type { UserModel, UserPart } from '../../state/user.ts'

type PartFaultProps = { model: UserModel; part: UserPart; fields?: readonly string[] }

/** What was refused, in the part of the page where it was asked for. */
export const PartFault = ({ model: { change, part: at }, part, fields = [] }: PartFaultProps) =>
  at.value === part ? (
    <FaultNotice fault={change.fault.value} fields={fields} onOver={change.forget} />
  ) : null
