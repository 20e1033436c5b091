import { useEffect, useState } from 'preact/hooks'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { codeOf, importSecret } from '../crypto/code.ts'
import type { Token } from '../storage/token.ts'

export type Coding = Pick<Token, 'hmac' | 'type' | 'digits'>

/**
 * The code of one counter, null for the instant that it takes to compute.
 *
 * @param counter null: nobody sees it, and nothing is computed
 */
export const useCode = ({ hmac, type, digits }: Coding, counter: number | null): string | null => {
  const [found, setFound] = useState<{ counter: number; code: string } | null>(null)
  useEffect(() => {
    if (counter === null) return undefined
    let wanted = true
    void codeOf(hmac, counter, { type, digits }).then(
      (code) => wanted && setFound({ counter, code }),
    )
    return () => {
      wanted = false
    }
  }, [hmac, counter, type, digits])
  return found && found.counter === counter ? found.code : null
}

/** The secret of an account that is not kept yet, as what `useCode` takes. */
export const useDraft = (account: OtpAccount): Coding | null => {
  const [coding, setCoding] = useState<Coding | null>(null)
  useEffect(() => {
    let wanted = true
    const { key, algorithm, type, digits } = account
    void importSecret(new Uint8Array(key), algorithm).then(
      (hmac) => wanted && setCoding({ hmac, type, digits }),
    )
    return () => {
      wanted = false
    }
  }, [account])
  return coding
}
