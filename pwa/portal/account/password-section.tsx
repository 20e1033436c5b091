import { useModel } from '@preact/signals'
import { useState } from 'preact/hooks'
import { go } from '../../state/route.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { PasswordForm } from '../password/password-form.tsx'
import { leaveNote } from '../state/note.ts'
import { PasswordModel, type TypedPassword } from '../state/password.ts'

type PasswordSectionProps = {
  username: string
  /** Whether this person has second factors, and may take them away. */
  resettable: boolean
  /** Sessions and trust in other browsers are gone now. */
  onChanged: () => void
}

/** The password, and the way to start over with the second factor too. */
export const PasswordSection = (props: PasswordSectionProps) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Section
        title="Password"
        lead="A new one signs you out in all other browsers, and none of them is trusted any more."
        action={
          <Button small onClick={() => setOpen(true)}>
            Change password
          </Button>
        }
      />
      {open && <PasswordDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

type PasswordDialogProps = PasswordSectionProps & { onClose: () => void }

const PasswordDialog = ({ onChanged, onClose, ...form }: PasswordDialogProps) => {
  const model = useModel(PasswordModel)
  const submit = async (typed: TypedPassword) => {
    const status = await model.submit(typed)
    if (!status) return
    if (status === 'signed_out') {
      leaveNote({
        kind: 'success',
        text: 'Your password is changed and your second factors are removed. Sign in to set up a new one.',
      })
      return go('/', { replace: true })
    }
    onClose()
    toast(typed.resetFactors ? 'Password changed, second factors removed' : 'Password changed')
    onChanged()
  }
  return (
    <Dialog title="Change password" onClose={onClose}>
      <PasswordForm {...form} model={model} onSubmit={(typed) => void submit(typed)}>
        {(off) => (
          <div class="dialog__actions">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              kind="primary"
              busy={model.change.busy.value !== null}
              disabled={off}
            >
              Change password
            </Button>
          </div>
        )}
      </PasswordForm>
      <StepUp model={model.stepUp} />
    </Dialog>
  )
}
