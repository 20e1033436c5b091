import type { Source } from '../../../../schema/api/policy.ts'
import { spokenName } from '../../../ui/method.tsx'
import { roleNames } from '../roles.ts'

const onOff = (value: boolean): string => (value ? 'on' : 'off')

const flagNames: Record<Extract<Source, { kind: 'flag' }>['name'], string> = {
  mfaRequired: '“Second factor required”',
  mayTrust: '“May trust browsers”',
  trustOverride: '“Also against the setting for their role”',
  disabled: '“Disabled”',
}

/** One thing that settings, groups or flags say, with the way to where it is set. */
export const SourceText = ({ source }: { source: Source }) => {
  switch (source.kind) {
    case 'setting':
      return (
        <>
          the setting <a href={`/console/settings?search=${source.name}`}>{source.name}</a>{' '}
          {`(${typeof source.value === 'boolean' ? onOff(source.value) : String(source.value)})`}
        </>
      )
    case 'group':
      return (
        <>
          the group <a href={`/console/groups/${source.id}`}>{source.group}</a>{' '}
          {`(${source.name}: ${onOff(source.value)})`}
        </>
      )
    case 'flag':
      return <>{`their own flag ${flagNames[source.name]} (${onOff(source.value)})`}</>
    case 'role':
      return <>{`their role, ${roleNames[source.role]}`}</>
    case 'default':
      return (
        <>{`the default of ${source.name} (${onOff(source.value)}), as no group says anything`}</>
      )
    case 'factors':
      return source.methods.length === 0 ? (
        <>what they have: no second factor yet</>
      ) : (
        <>{`what they have: ${source.methods.map(spokenName).join(', ')}`}</>
      )
  }
}
