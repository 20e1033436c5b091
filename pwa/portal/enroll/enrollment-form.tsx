import type { ChangeModel } from '../../state/change.ts'
import { Loaded } from '../../ui/loaded.tsx'
import type { Resource } from '../../state/resource.ts'
import type { WayForm } from './way.ts'

type EnrollmentFormProps = {
  form: Resource<WayForm | null>
  change: ChangeModel
  trustDays: number | null
  onProof: (proof: () => Promise<unknown>) => void
}

/** The form of whichever kind is being set up, once it is there. */
export const EnrollmentForm = ({ form, change, trustDays, onProof }: EnrollmentFormProps) => (
  <Loaded state={form.state.value} onRetry={() => void form.load()}>
    {(Form) =>
      Form && (
        <Form
          trustDays={trustDays}
          busy={change.busy.value !== null}
          fault={change.fault.value}
          onFaultOver={change.forget}
          onProof={onProof}
        />
      )
    }
  </Loaded>
)
