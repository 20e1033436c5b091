import { useState } from 'preact/hooks'
import { algorithms, otpTypes } from '../../../schema/otp/parameters.ts'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Title } from '../../ui/title.tsx'
import { words } from '../state/language.ts'
import {
  longestPeriod,
  nothingTyped,
  readTyped,
  type TypedFault,
  type TypedField,
  type TypedToken,
} from '../state/typed-token.ts'

type Wrong = { field: TypedField; text: string }

const wrongOf = ({ field, reason }: TypedFault): Wrong => {
  const t = words('add')
  return { field, text: reason === 'badPeriod' ? t.badPeriod(longestPeriod) : t[reason] }
}

type AdvancedProps = {
  typed: TypedToken
  set: (change: Partial<TypedToken>) => void
  field: (name: TypedField) => Pick<Parameters<typeof TextField>[0], 'name' | 'value' | 'onValue'>
  open: boolean
}

const lengths = ['6', '7', '8'].map((value) => ({ value, label: value }))

const Advanced = ({ typed, set, field, open }: AdvancedProps) => {
  const t = words('add')
  return (
    <details class="advanced" open={open}>
      <summary>{t.advanced}</summary>
      <div class="stack">
        <SelectField
          label={t.type}
          name="type"
          value={typed.type}
          options={otpTypes.map((value) => ({ value, label: t[value] }))}
          onValue={(type) => set({ type })}
        />
        {typed.type !== 'steam' && (
          <>
            <SelectField
              label={t.algorithm}
              name="algorithm"
              value={typed.algorithm}
              options={algorithms.map((value) => ({ value, label: value }))}
              onValue={(algorithm) => set({ algorithm })}
            />
            <SelectField
              label={t.digits}
              name="digits"
              value={typed.digits}
              options={lengths}
              onValue={(digits) => set({ digits })}
            />
          </>
        )}
        {typed.type === 'totp' && (
          <TextField {...field('period')} label={t.period} inputMode="numeric" />
        )}
        {typed.type === 'hotp' && (
          <TextField {...field('counter')} label={t.counter} inputMode="numeric" />
        )}
      </div>
    </details>
  )
}

/** For sites that show a key in letters. */
export const TypeKey = ({ onAccount }: { onAccount: (account: OtpAccount) => void }) => {
  const [typed, setTyped] = useState(nothingTyped)
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const t = words('add')
  const set = (change: Partial<TypedToken>): void => setTyped({ ...typed, ...change })
  const submit = (): void => {
    const result = readTyped(typed)
    if ('account' in result) onAccount(result.account)
    else setWrong(wrongOf(result.fault))
  }
  const field = (name: TypedField) => ({
    name,
    value: typed[name],
    onValue: (value: string) => set({ [name]: value }),
    error: wrong?.field === name ? wrong.text : undefined,
    autoComplete: 'off',
    spellcheck: false,
  })
  return (
    <Form onSubmit={submit} error={wrong}>
      <Title>{t.key}</Title>
      <TextField {...field('issuer')} label={t.site} initialFocus maxLength={256} />
      <TextField
        {...field('account')}
        label={t.account}
        optional
        autoCapitalize="off"
        maxLength={256}
      />
      <TextField
        {...field('key')}
        label={t.keyField}
        hint={t.keyHint}
        look="input--key"
        autoCapitalize="characters"
        maxLength={512}
      />
      <Advanced
        {...{ typed, set, field }}
        open={wrong?.field === 'period' || wrong?.field === 'counter'}
      />
      <Button kind="primary" type="submit" wide>
        {t.proceed}
      </Button>
    </Form>
  )
}
