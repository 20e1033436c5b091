import type { Factors } from '../../../schema/api/factor.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { StepUpDialog } from '../../ui/step-up-dialog.tsx'
import { EnrollmentForm } from '../screens/enrollment-step.tsx'
import { RecoveryCodes } from '../screens/recovery-codes.tsx'
import type { FactorsState } from '../state/factors.ts'

type FactorDialogsProps = { model: FactorsState; factors: Factors; required: boolean }

/** Whatever lies over the list: at most one task, and above it the question who is asking. */
export const FactorDialogs = ({ model, factors, required }: FactorDialogsProps) => {
  const task = model.task.value
  const asked = model.stepUp.asked.value
  return (
    <>
      {task?.kind === 'remove' && (
        <ConfirmDialog
          title={`Remove ${task.factor.name || 'this authenticator app'}?`}
          action="Remove"
          onConfirm={() => void model.remove(task.factor)}
          onClose={() => void model.close()}
        >
          <p>Its codes stop working right away, and trusted browsers are asked again.</p>
          {required && factors.factors.length === 1 && (
            <p>You must have a second factor: add another one before you remove this.</p>
          )}
        </ConfirmDialog>
      )}
      {task?.kind === 'enroll' && (
        <EnrollDialog model={model} codesLeft={factors.recoveryCodesLeft} />
      )}
      {task?.kind === 'codes' && <CodesDialog model={model} replaces={task.replaces} />}
      {asked && (
        <StepUpDialog
          methods={asked.methods}
          fault={model.stepUp.fault.value}
          busy={model.stepUp.busy.value}
          onFaultOver={model.stepUp.faultOver}
          onProof={(proof) => void model.stepUp.submit(proof)}
          onClose={model.stepUp.cancel}
        />
      )}
    </>
  )
}

const EnrollDialog = ({ model, codesLeft }: { model: FactorsState; codesLeft: number }) => {
  const { step, change } = model.enrollment
  const close = () => void model.close()
  if (step.value.kind === 'codes') return <CodesDialog model={model} replaces={false} />
  return (
    <Dialog wide title="Add an authenticator app" onClose={close}>
      {step.value.kind === 'failed' && <FaultNotice fault={step.value.fault} onOver={close} />}
      {step.value.kind === 'confirmed' && <CodesFetched model={model} />}
      {step.value.kind === 'scanning' && (
        <EnrollmentForm
          secret={step.value.secret}
          picture={step.value.picture}
          trustDays={null}
          busy={change.busy.value !== null}
          fault={change.fault.value}
          onFaultOver={change.forget}
          onConfirm={(code) => void model.confirm(code, codesLeft)}
        />
      )}
    </Dialog>
  )
}

/** After the first factor: the codes come by themselves, or say why they did not. */
const CodesFetched = ({ model }: { model: FactorsState }) => {
  const { fault, forget } = model.enrollment.change
  if (!fault.value) return <Loading label="Making your recovery codes…" />
  return (
    <>
      <FaultNotice fault={fault.value} onOver={forget} />
      <Button kind="primary" onClick={() => void model.drawCodes()}>
        Try again
      </Button>
    </>
  )
}

const CodesDialog = ({ model, replaces }: { model: FactorsState; replaces: boolean }) => {
  const { step, change } = model.enrollment
  const close = () => void model.close()
  if (step.value.kind === 'codes') {
    return (
      <Dialog wide title="Save your recovery codes" onClose={close}>
        <p class="muted">
          If you lose your device, one of them lets you in. They are shown only now.
        </p>
        <RecoveryCodes codes={step.value.codes} onDone={close} />
      </Dialog>
    )
  }
  return (
    <Dialog title={replaces ? 'Make new recovery codes?' : 'Make recovery codes'} onClose={close}>
      <p class="muted">
        {replaces
          ? 'You get ten new codes. Those that you saved before stop working.'
          : 'You get ten codes. Each lets you in once without your device.'}
      </p>
      <FaultNotice fault={change.fault.value} onOver={change.forget} />
      <div class="dialog__actions">
        <Button onClick={close}>Cancel</Button>
        <Button
          kind="primary"
          busy={change.busy.value !== null}
          onClick={() => void model.drawCodes()}
        >
          Make codes
        </Button>
      </div>
    </Dialog>
  )
}
