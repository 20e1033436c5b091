import { useEffect, useState } from 'preact/hooks'
import { asProblem } from '../../api.ts'
import { passkeyHindrance, preparePasskeys } from '../../state/passkey.ts'
import type { Fault } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon } from '../../ui/icons.tsx'
import { PasskeyHindrance } from '../screens/passkey-hindrance.tsx'
import { TrustChoice } from '../screens/trust-choice.tsx'
import {
  askForRegistration,
  registerPasskey,
  type RegistrationQuestion,
} from '../state/passkey-registration.ts'
import type { Way, WayFormProps } from './way.ts'

/** A question is good for five minutes, and for one answer; in ms. */
const freshness = 4 * 60_000

/** A passkey: the browser makes it, and that it did is the proof. */
export const passkey: Way = {
  async start() {
    let asked: { question: RegistrationQuestion; at: number } | null = {
      question: await askForRegistration(),
      at: Date.now(),
    }
    const confirm = (trust: boolean) => async () => {
      const kept = asked && Date.now() - asked.at < freshness ? asked.question : null
      try {
        return await registerPasskey(async () => kept ?? askForRegistration(), { trust })
      } catch (error) {
        // Where the browser made none, nothing was sent, and the question is good for another try.
        if (!asProblem(error).code.startsWith('passkey_')) asked = null
        throw error
      }
    }
    return ({ onProof, ...form }) => (
      <PasskeyForm {...form} onCreate={(trust) => onProof(confirm(trust))} />
    )
  },
}

const createWords = (fault: Fault | null): string => {
  if (!fault) return 'Create a passkey'
  return fault.code === 'passkey_known' ? 'Try another device or key' : 'Try again'
}

type PasskeyFormProps = Omit<WayFormProps, 'onProof'> & { onCreate: (trust: boolean) => void }

const PasskeyForm = ({ trustDays, busy, fault, onFaultOver, onCreate }: PasskeyFormProps) => {
  const [trust, setTrust] = useState(false)
  useEffect(preparePasskeys, [])
  const hindrance = passkeyHindrance()
  if (hindrance) return <PasskeyHindrance reason={hindrance} />
  const off = fault?.until !== undefined
  return (
    <Form onSubmit={() => off || onCreate(trust)}>
      <p>
        A passkey is kept by your device, your password manager or a security key. You use it with
        your fingerprint, your face or a PIN, and nobody can trick you into giving it away.
      </p>
      <FaultNotice fault={fault} onOver={onFaultOver} />
      {trustDays !== null && <TrustChoice days={trustDays} checked={trust} onChecked={setTrust} />}
      <Button type="submit" kind="primary" wide busy={busy} disabled={off}>
        {!busy && <PasskeyIcon />}
        {createWords(fault)}
      </Button>
    </Form>
  )
}
