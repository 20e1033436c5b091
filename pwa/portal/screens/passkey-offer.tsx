import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import { preparePasskeys } from '../../state/passkey.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { PasskeyIcon } from '../../ui/icons.tsx'
import { Title } from '../../ui/title.tsx'
import { PasskeyOfferModel } from '../state/passkey-offer.ts'

type PasskeyOfferProps = { session: Session; onDone: () => void }

/** Signed in already: this is asked once in a browser, and no answer is wrong. */
export const PasskeyOffer = ({ session, onDone }: PasskeyOfferProps) => {
  const { change, accept, decline } = useModel(() => new PasskeyOfferModel(session))
  useEffect(preparePasskeys, [])
  const fault = change.fault.value
  const known = fault?.code === 'passkey_known'
  const add = async () => {
    if (await accept()) onDone()
  }
  const goOn = () => {
    decline()
    onDone()
  }
  return (
    <div class="stack stack--wide">
      <Title lead="Next time your fingerprint, your face or your screen lock is enough here: no password, and no code to type.">
        Sign in faster next time
      </Title>
      <FaultNotice fault={fault} onOver={change.forget} />
      <div class="stack">
        {!known && (
          <Button kind="primary" wide busy={change.busy.value !== null} onClick={() => void add()}>
            {change.busy.value === null && <PasskeyIcon />}
            Add a passkey
          </Button>
        )}
        <Button kind={known ? 'primary' : 'secondary'} wide onClick={goOn}>
          {known ? 'Continue' : 'Not now'}
        </Button>
      </div>
      <p class="muted">You can add one at any time in your account. We ask only once.</p>
    </div>
  )
}
