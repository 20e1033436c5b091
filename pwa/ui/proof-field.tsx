import type { CodeMethod } from '../../schema/api/factor.ts'
import type { Fault } from '../state/fault.ts'
import { TextButton } from './button.tsx'
import { CodePair, codePair, pairRefused, type TypedCode } from './code-pair.tsx'
import { codeLooks, type ProofFieldProps } from './method.tsx'
import { useRefusals } from './refusals.ts'

type Props = Pick<ProofFieldProps, 'name' | 'initialFocus' | 'hint'> & {
  method: CodeMethod
  typed: TypedCode
  onTyped: (typed: TypedCode) => void
  /** What was refused last: from then on two codes in a row may help. */
  fault: Fault | null
  onFaultOver: () => void
}

/** What is typed to prove a factor; for a token whose clock is off, two codes in a row. */
export const ProofField = ({ method, typed, onTyped, fault, onFaultOver, ...field }: Props) => {
  const refusals = useRefusals(fault)
  const { Field, inARow } = codeLooks[method]
  const error = fault?.field === field.name ? fault.text : undefined
  if (typed.nextCode !== null)
    return <CodePair name={field.name} typed={typed} onTyped={onTyped} error={error} />
  const askForTwo = () => {
    // What was said is about one code; a wait goes on.
    if (fault?.until === undefined) onFaultOver()
    onTyped(codePair)
  }
  return (
    <>
      <Field
        {...field}
        error={error}
        value={typed.code}
        onValue={(code) => onTyped({ code, nextCode: null })}
      />
      {inARow && refusals > 0 && (
        <p>
          <TextButton onClick={askForTwo}>My token’s codes are refused</TextButton>
        </p>
      )}
    </>
  )
}

/** The sentence for what was refused: of two codes it is another one. */
export const saidOf = (fault: Fault | null, { nextCode }: TypedCode): Fault | null =>
  fault?.code === 'invalid_code' && nextCode !== null ? { ...fault, text: pairRefused } : fault
