import type { Method } from '../../schema/api/factor.ts'
import type { Fault } from '../state/fault.ts'
import { Button } from './button.tsx'

type SuspendedProps = {
  fault: Fault | null
  methods: readonly Method[]
  onRecovery: () => void
}

/** A suspended factor opens by no waiting: the way around it stands where the refusal is read. */
export const WayAroundSuspension = ({ fault, methods, onRecovery }: SuspendedProps) =>
  fault?.code === 'factor_suspended' && methods.includes('recovery') ? (
    <Button small onClick={onRecovery}>
      Use a recovery code
    </Button>
  ) : null
