import { Checkbox } from '../../ui/checkbox.tsx'

type TrustChoiceProps = { days: number; checked: boolean; onChecked: (checked: boolean) => void }

/** Offered only where policy lets this person trust a browser. */
export const TrustChoice = ({ days, ...choice }: TrustChoiceProps) => (
  <Checkbox
    {...choice}
    name="trust"
    label={days === 1 ? 'Trust this browser for a day' : `Trust this browser for ${days} days`}
    hint="Next time your password is enough here. Only on a device that nobody else uses."
  />
)
