import type { CodeMethod } from '../../schema/api/factor.ts'
import type { Fault } from '../state/fault.ts'
import { TextButton } from './button.tsx'
import { CodePair, codePair, pairRefused, type TypedCode } from './code-pair.tsx'
import { codeLooks, type ProofFieldProps } from './method.tsx'

type Props = Omit<ProofFieldProps, 'value' | 'onValue'> & {
  method: CodeMethod
  typed: TypedCode
  onTyped: (typed: TypedCode) => void
  /** Whether a code was refused here before: then two in a row may help. */
  refused: boolean
}

/** What is typed to prove a factor; for a token whose clock is off, two codes in a row. */
export const ProofField = ({ method, typed, onTyped, refused, ...field }: Props) => {
  const { Field, inARow } = codeLooks[method]
  if (typed.nextCode !== null)
    return <CodePair name={field.name} typed={typed} onTyped={onTyped} error={field.error} />
  return (
    <>
      <Field {...field} value={typed.code} onValue={(code) => onTyped({ code, nextCode: null })} />
      {inARow && refused && (
        <p>
          <TextButton onClick={() => onTyped(codePair)}>My token’s codes are refused</TextButton>
        </p>
      )}
    </>
  )
}

/** The sentence for what was refused: of two codes it is another one. */
export const saidOf = (fault: Fault | null, { nextCode }: TypedCode): Fault | null =>
  fault?.code === 'invalid_code' && nextCode !== null ? { ...fault, text: pairRefused } : fault
