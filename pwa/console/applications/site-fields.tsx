import type { SiteDetails } from '../../../schema/api/application.ts'
import { errorAt, type Fault } from '../../state/fault.ts'
import { TextField } from '../../ui/field.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { LinesField } from './lines-field.tsx'

type SiteFieldsProps = {
  details: SiteDetails
  fault: Fault | null
  onDetails: (part: Partial<SiteDetails>) => void
}

const checks = [
  { value: 'minute', label: 'Once a minute' },
  { value: 'each', label: 'Each request' },
] as const

const checkHints = {
  minute: 'Fast: whoever is shut out may go on for up to a minute.',
  each: 'Whoever is shut out is out with the next request. Each one asks the database.',
}

/** What a site behind a proxy has to say. */
export const SiteFields = ({ details, fault, onDetails }: SiteFieldsProps) => (
  <>
    <LinesField
      label="Origins"
      name="origins"
      hint="Scheme and host as people type them, one a line, like https://wiki.example.org."
      lines={details.origins}
      error={errorAt(fault, 'origins')}
      onLines={(origins) => onDetails({ origins })}
    />
    <Fold title="How it is checked" open={fault?.field === 'upstream'}>
      <Segmented
        label="How often it is checked"
        name="checks"
        hint={checkHints[details.checks]}
        value={details.checks}
        options={checks}
        onValue={(next) => onDetails({ checks: next })}
      />
      <TextField
        label="Server behind Latchkey"
        name="upstream"
        optional
        type="url"
        hint="Only where Latchkey’s own Worker stands in front of the site, without another proxy."
        value={details.upstream}
        error={errorAt(fault, 'upstream')}
        onValue={(upstream) => onDetails({ upstream })}
      />
    </Fold>
  </>
)
