import type { Factors, Method } from '../../../schema/api/factor.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { spokenName } from '../../ui/method.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { EnrollmentForm } from '../enroll/enrollment-form.tsx'
import { RecoveryCodes } from '../screens/recovery-codes.tsx'
import type { FactorsModel } from '../state/factors.ts'
import { NameDialog } from './name-dialog.tsx'
import { ResyncDialog } from './resync-dialog.tsx'

type FactorDialogsProps = { model: FactorsModel; factors: Factors; required: boolean }

/** Whatever lies over the list: at most one task, and above it the question who is asking. */
export const FactorDialogs = ({ model, factors, required }: FactorDialogsProps) => {
  const task = model.task.value
  return (
    <>
      {task?.kind === 'rename' && (
        <NameDialog
          title={`Rename this ${spokenName(task.factor.method)}`}
          label="Name"
          name="name"
          hint={
            task.factor.method === 'hardware'
              ? 'Something that tells it from others, like the place where you keep it.'
              : 'Something that tells it from others, like the phone it is on.'
          }
          value={task.factor.name}
          maxLength={64}
          change={model.change}
          onSave={(name) => void model.rename(task.factor, name)}
          onClose={() => void model.close()}
        />
      )}
      {task?.kind === 'remove' && (
        <ConfirmDialog
          title={`Remove ${task.factor.name || `this ${spokenName(task.factor.method)}`}?`}
          action="Remove"
          onConfirm={() => void model.remove(task.factor)}
          onClose={() => void model.close()}
        >
          <p>{removalOf(task.factor.method)}</p>
          {required && factors.factors.length === 1 && (
            <p>You must have a second factor: add another one before you remove this.</p>
          )}
        </ConfirmDialog>
      )}
      {task?.kind === 'resync' && (
        <ResyncDialog
          change={model.change}
          onCodes={(codes) => void model.resync(task.factor, codes)}
          onClose={() => void model.close()}
        />
      )}
      {task?.kind === 'enroll' && (
        <EnrollDialog model={model} method={task.method} codesLeft={factors.recoveryCodesLeft} />
      )}
      {task?.kind === 'codes' && <CodesDialog model={model} replaces={task.replaces} />}
      <StepUp model={model.stepUp} />
    </>
  )
}

/** What follows from a removal, beside that the next sign-in goes without it. */
const removalOf = (method: Method): string => {
  if (method === 'passkey')
    return 'It stops working right away, and trusted browsers are asked again. Where your password manager still shows it, delete it there too.'
  const stops = 'Its codes stop working right away, and trusted browsers are asked again.'
  return method === 'hardware'
    ? `${stops} The token goes back to your organization’s stock: hand it in.`
    : stops
}

type EnrollDialogProps = { model: FactorsModel; method: Method; codesLeft: number }

const EnrollDialog = ({ model, method, codesLeft }: EnrollDialogProps) => {
  const step = model.enrollment.step.value
  const close = () => void model.close()
  if (step.kind === 'codes') return <CodesDialog model={model} replaces={false} />
  return (
    <Dialog wide title={`Add ${spokenName(method)}`} onClose={close}>
      {step.kind === 'proving' && (
        <EnrollmentForm
          form={step.form}
          change={model.enrollment.change}
          trustDays={null}
          onProof={(proof) => void model.confirm(method, proof, codesLeft)}
        />
      )}
      {step.kind === 'confirmed' && <CodesFetched model={model} />}
    </Dialog>
  )
}

/** After the first factor: the codes come by themselves, or say why they did not. */
const CodesFetched = ({ model }: { model: FactorsModel }) => {
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

const CodesDialog = ({ model, replaces }: { model: FactorsModel; replaces: boolean }) => {
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
