import type { ApiDetails } from '../../../schema/api/application.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Segmented } from '../../ui/segmented.tsx'

type ProgramFieldsProps = {
  details: ApiDetails
  onDetails: (part: Partial<ApiDetails>) => void
}

const places = [
  { value: 'here', label: 'Latchkey' },
  { value: 'there', label: 'The program' },
] as const

const placeHints = {
  here: 'It sends us the password, and we say whether it is right.',
  there: 'It has checked the password by itself, and asks us for the second factor only.',
}

/** What a program with an API key has to say. */
export const ProgramFields = ({ details, onDetails }: ProgramFieldsProps) => (
  <>
    <Segmented
      label="Who checks the password"
      name="passwords"
      hint={placeHints[details.passwords]}
      value={details.passwords}
      options={places}
      onValue={(passwords) =>
        onDetails({ passwords, ...(passwords === 'there' && { append: false }) })
      }
    />
    {details.passwords === 'here' && (
      <Checkbox
        name="append"
        label="A code may follow the password"
        hint="For a login form with two fields only: people type the code right behind the password."
        checked={details.append}
        onChecked={(append) => onDetails({ append })}
      />
    )}
    <Checkbox
      name="trust"
      label="People may trust a browser there"
      hint="The program keeps a token in the browser, as a cookie of its own, and nobody is asked for a code there."
      checked={details.trust}
      onChecked={(trust) => onDetails({ trust })}
    />
  </>
)
