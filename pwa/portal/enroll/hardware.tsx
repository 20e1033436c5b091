import { useState } from 'preact/hooks'
import { answer, api } from '../../api.ts'
import { errorAt, type Fault } from '../../state/fault.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import {
  CodePair,
  codePair,
  isIncomplete,
  oneCode,
  pairRefused,
  sentCode,
  type TypedCode,
} from '../../ui/code-pair.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { useRefusals } from '../../ui/refusals.ts'
import { TrustChoice } from '../screens/trust-choice.tsx'
import { TokenBack, TokenFront } from './token-picture.tsx'
import type { Way, WayFormProps } from './way.ts'
import './totp.css'

type TypedToken = { serial: string; code: string; nextCode?: string; trust: boolean }

/** A physical token: its serial says which one it is, and a code from it that it is at hand. */
export const hardware: Way = {
  async start() {
    const confirm = (token: TypedToken) => () => answer(api.factors.hardware.$post({ json: token }))
    return ({ onProof, ...form }) => (
      <TokenForm {...form} onToken={(token) => onProof(confirm(token))} />
    )
  },
}

/** One sentence for an unknown serial, a taken one and a wrong code: they are told apart by nobody. */
const refused =
  'This serial and code were not accepted. Check the serial, wait for the next code and try again, or ask your administrator.'

const saidOf = (fault: Fault | null, { nextCode }: TypedCode): Fault | null =>
  fault?.code === 'invalid_code'
    ? { ...fault, text: nextCode === null ? refused : `${pairRefused} Check the serial too.` }
    : fault

type TokenFormProps = Omit<WayFormProps, 'onProof'> & { onToken: (token: TypedToken) => void }

const TokenForm = (props: TokenFormProps) => {
  const { trustDays, busy, fault, onFaultOver, onToken } = props
  const [serial, setSerial] = useState('')
  const [typed, setTyped] = useState(oneCode)
  const [trust, setTrust] = useState(false)
  const said = saidOf(fault, typed)
  const off = serial.trim() === '' || isIncomplete(typed) || fault?.until !== undefined
  return (
    <Form
      error={fault}
      errorField="code"
      onSubmit={() => off || onToken({ serial, ...sentCode(typed), trust })}
    >
      <ol class="enroll">
        <li class="enroll__step">
          <h2>Find the serial on the back</h2>
          <TokenBack />
          <SerialField value={serial} onValue={setSerial} error={errorAt(fault, 'serial')} />
        </li>
        <li class="enroll__step">
          <h2>Enter the code on the display</h2>
          <TokenFront />
          <FaultNotice fault={said} fields={['serial', 'code']} onOver={onFaultOver} />
          <Codes {...{ fault, typed, onFaultOver }} onTyped={setTyped} />
          {trustDays !== null && (
            <TrustChoice days={trustDays} checked={trust} onChecked={setTrust} />
          )}
          <Button type="submit" kind="primary" wide busy={busy} disabled={off}>
            Turn on
          </Button>
        </li>
      </ol>
    </Form>
  )
}

type SerialProps = { value: string; onValue: (serial: string) => void; error: string | undefined }

const SerialField = (props: SerialProps) => (
  <TextField
    {...props}
    label="Serial"
    hint="Spaces, dashes and upper or lower case do not matter. Zeros at the beginning do."
    name="serial"
    look="input--recovery"
    autoComplete="off"
    autoCapitalize="characters"
    spellcheck={false}
    maxLength={64}
  />
)

type CodesProps = {
  fault: Fault | null
  onFaultOver: () => void
  typed: TypedCode
  onTyped: (typed: TypedCode) => void
}

/** A clock that is far off shows by the second refusal: two codes in a row find it. */
const Codes = ({ fault, onFaultOver, typed, onTyped }: CodesProps) => {
  const refusals = useRefusals(fault)
  const error = errorAt(fault, 'code')
  if (typed.nextCode !== null)
    return <CodePair name="code" typed={typed} onTyped={onTyped} error={error} />
  const askForTwo = () => {
    if (fault?.until === undefined) onFaultOver()
    onTyped(codePair)
  }
  return (
    <>
      <CodeField
        label="Code"
        hint="Blank display? Press the token’s button."
        name="code"
        value={typed.code}
        onValue={(code) => onTyped({ code, nextCode: null })}
        error={error}
      />
      {refusals > 1 && (
        <p>
          <TextButton onClick={askForTwo}>My code is right: enter the next one too</TextButton>
        </p>
      )}
    </>
  )
}
