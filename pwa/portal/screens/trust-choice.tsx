import { Checkbox } from '../../ui/checkbox.tsx'

type TrustChoiceProps = { checked: boolean; onChecked: (checked: boolean) => void }

/** Offered only where policy lets this person trust a browser. */
export const TrustChoice = (props: TrustChoiceProps) => (
  <Checkbox
    {...props}
    name="trust"
    label="Trust this browser"
    hint="Next time your password is enough here. Only on a device that nobody else uses."
  />
)
