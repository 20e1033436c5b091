import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import { go, routeQuery } from '../../state/route.ts'
import { SignedInModel } from '../../state/signed-in.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button, TextButton } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { FocusPage } from '../../ui/focus-page.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { destination } from '../destination.ts'
import { PasswordForm } from '../password/password-form.tsx'
import { type Note, takeNote } from '../state/note.ts'
import { PasswordModel, type TypedPassword } from '../state/password.ts'

const goOn = (): void =>
  go(destination(routeQuery().get('next'), location.origin, '/account'), { replace: true })

/** `/password`: nothing else is possible until a new one is chosen. */
export const ChoosePassword = () => {
  const model = useModel(SignedInModel)
  const { session, change } = model
  const [note] = useState(takeNote)
  useEffect(() => void session.load(), [])
  return (
    <FocusPage>
      <Loaded state={session.state.value} onRetry={() => void session.load()}>
        {(mine) => (
          <div class="stack stack--wide">
            <NewPassword session={mine} note={note} />
            <FaultNotice fault={change.fault.value} onOver={change.forget} />
            <p>
              <TextButton onClick={() => void model.signOut()}>Sign out</TextButton>
            </p>
          </div>
        )}
      </Loaded>
    </FocusPage>
  )
}

const reasonFor = ({ mustChangePassword }: Session): string =>
  mustChangePassword
    ? 'Your present one may be known to others. After this you go on to where you wanted to be.'
    : 'This signs you out in all other browsers, and none of them is trusted any more.'

const NewPassword = ({ session, note }: { session: Session; note: Note | null }) => {
  const model = useModel(PasswordModel)
  const submit = async (typed: TypedPassword) => {
    if (!(await model.submit(typed))) return
    toast('Password changed')
    goOn()
  }
  return (
    <>
      <Title lead={reasonFor(session)}>Choose a new password</Title>
      {note && <Notice kind={note.kind}>{note.text}</Notice>}
      <PasswordForm
        model={model}
        username={session.user.username}
        resettable={false}
        onSubmit={(typed) => void submit(typed)}
      >
        {(off) => (
          <Button
            type="submit"
            kind="primary"
            wide
            busy={model.change.busy.value !== null}
            disabled={off}
          >
            Change password
          </Button>
        )}
      </PasswordForm>
      <StepUp model={model.stepUp} />
    </>
  )
}
