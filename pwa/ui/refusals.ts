import { useEffect, useState } from 'preact/hooks'
import type { Fault } from '../state/fault.ts'

/** How many codes were refused since the form appeared. Each refusal is a new object. */
export const useRefusals = (fault: Fault | null): number => {
  const [count, setCount] = useState(0)
  useEffect(() => {
    if (fault?.code === 'invalid_code') setCount((before) => before + 1)
  }, [fault])
  return count
}
