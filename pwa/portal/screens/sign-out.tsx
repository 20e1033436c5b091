import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { FocusPage } from '../../ui/focus-page.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Title } from '../../ui/title.tsx'
import { SignOutModel } from '../state/sign-out.ts'

/** `/sign-out`: nobody is signed out because a page of somebody else wants it so. */
export const SignOut = () => {
  const { session, change, leaving, signOut } = useModel(SignOutModel)
  useEffect(() => void session.load(), [])
  return (
    <FocusPage>
      <Loaded state={session.state.value} onRetry={() => void session.load()}>
        {(mine) =>
          leaving.value || !mine ? (
            <Loading label="Signing you out…" />
          ) : (
            <div class="stack stack--wide">
              <Title lead={`You are signed in as ${mine.user.username}.`}>Sign out?</Title>
              <p>
                An application asks for it. You will be signed out here, and applications that you
                entered from here are told.
              </p>
              <FaultNotice fault={change.fault.value} onOver={change.forget} />
              <div class="stack">
                <Button
                  kind="primary"
                  wide
                  busy={change.busy.value !== null}
                  onClick={() => void signOut()}
                >
                  Sign out
                </Button>
                <ButtonLink wide href="/account">
                  Stay signed in
                </ButtonLink>
              </div>
            </div>
          )
        }
      </Loaded>
    </FocusPage>
  )
}
