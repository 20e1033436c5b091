import { useEffect, useState } from 'preact/hooks'
import { answer, api, ProblemError } from '../../api.ts'
import { createPasskey, passkeyHindrance, preparePasskeys } from '../../state/passkey.ts'
import { type Fault, faultOf } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TrustChoice } from '../screens/trust-choice.tsx'
import type { Way, WayFormProps } from './way.ts'

const askForQuestion = () => answer(api.factors.passkey.options.$post())
type Question = Awaited<ReturnType<typeof askForQuestion>>

/** A question is good for five minutes, and for one answer; in ms. */
const freshness = 4 * 60_000

/** A passkey: the browser makes it, and that it did is the proof. */
export const passkey: Way = {
  async start() {
    let asked: { question: Question; at: number } | null = {
      question: await askForQuestion(),
      at: Date.now(),
    }
    const confirm = (trust: boolean) => async () => {
      const kept = asked && Date.now() - asked.at < freshness ? asked.question : null
      const response = await createPasskey(async () => kept ?? askForQuestion())
      asked = null
      return answer(api.factors.passkey.$post({ json: { response, trust } }))
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
  if (hindrance)
    return (
      <Notice kind="warning" live={false}>
        <p>{faultOf(new ProblemError(hindrance)).text}</p>
      </Notice>
    )
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
