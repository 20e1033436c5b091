import { useState } from 'preact/hooks'
import { type Algorithm, algorithms, defaultParameters } from '../../../schema/otp/parameters.ts'
import { fromBase32 } from '../../../schema/otp/totp.ts'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Title } from '../../ui/title.tsx'
import { readNames } from '../state/token-names.ts'

type Typed = {
  issuer: string
  account: string
  key: string
  algorithm: Algorithm
  digits: string
  period: string
}
type Wrong = { field: keyof Typed; text: string }

const start: Typed = {
  issuer: '',
  account: '',
  key: '',
  algorithm: defaultParameters.algorithm,
  digits: String(defaultParameters.digits),
  period: String(defaultParameters.period),
}
const longestPeriod = 300

const read = (typed: Typed): { account: OtpAccount } | { wrong: Wrong } => {
  const named = readNames(typed)
  if ('wrong' in named) return named
  const key = fromBase32(typed.key)
  if (typed.key.trim() === '')
    return { wrong: { field: 'key', text: 'Type the key that the site shows.' } }
  if (!key)
    return {
      wrong: { field: 'key', text: 'A key has only the letters A to Z and the digits 2 to 7.' },
    }
  if (key.length > 128) return { wrong: { field: 'key', text: 'This key is too long.' } }
  const period = Number(typed.period)
  if (!Number.isInteger(period) || period < 1 || period > longestPeriod)
    return { wrong: { field: 'period', text: `From 1 to ${longestPeriod} seconds.` } }
  return {
    account: {
      ...named.names,
      key,
      algorithm: typed.algorithm,
      digits: Number(typed.digits),
      period,
      type: 'totp',
      counter: 0,
    },
  }
}

type AdvancedProps = { typed: Typed; set: (change: Partial<Typed>) => void; wrong: Wrong | null }

const Advanced = ({ typed, set, wrong }: AdvancedProps) => (
  <details class="advanced" open={wrong?.field === 'period'}>
    <summary>Advanced</summary>
    <div class="stack">
      <SelectField
        label="Algorithm"
        name="algorithm"
        value={typed.algorithm}
        options={algorithms.map((value) => ({ value, label: value }))}
        onValue={(algorithm) => set({ algorithm })}
      />
      <SelectField
        label="Digits"
        name="digits"
        value={typed.digits}
        options={['6', '7', '8'].map((value) => ({ value, label: value }))}
        onValue={(digits) => set({ digits })}
      />
      <TextField
        label="Period in seconds"
        name="period"
        inputMode="numeric"
        value={typed.period}
        onValue={(period) => set({ period })}
        error={wrong?.field === 'period' ? wrong.text : undefined}
      />
    </div>
  </details>
)

/** For sites that show a key in letters. */
export const TypeKey = ({ onAccount }: { onAccount: (account: OtpAccount) => void }) => {
  const [typed, setTyped] = useState(start)
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const set = (change: Partial<Typed>): void => setTyped({ ...typed, ...change })
  const submit = (): void => {
    const result = read(typed)
    if ('account' in result) onAccount(result.account)
    else setWrong(result.wrong)
  }
  const field = (name: 'issuer' | 'account' | 'key') => ({
    name,
    value: typed[name],
    onValue: (value: string) => set({ [name]: value }),
    error: wrong?.field === name ? wrong.text : undefined,
    autoComplete: 'off',
    spellcheck: false,
  })
  return (
    <Form onSubmit={submit} error={wrong}>
      <Title>Type the key</Title>
      <TextField {...field('issuer')} label="Site or app" initialFocus maxLength={256} />
      <TextField
        {...field('account')}
        label="Account"
        optional
        autoCapitalize="off"
        maxLength={256}
      />
      <TextField
        {...field('key')}
        label="Key"
        hint="Spaces and lower case do not matter."
        look="input--key"
        autoCapitalize="characters"
        maxLength={512}
      />
      <Advanced typed={typed} set={set} wrong={wrong} />
      <Button kind="primary" type="submit" wide>
        Continue
      </Button>
    </Form>
  )
}
