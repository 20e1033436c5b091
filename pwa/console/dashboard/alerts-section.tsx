import type { ComponentChildren } from 'preact'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import { SuccessIcon, WarningIcon } from '../../ui/icons.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'

type Alerts = Dashboard['alerts']
type Person = { id: string; username: string }

/** The Worker stops counting here. */
const mostCounted = 100

const counted = (people: number): string =>
  people >= mostCounted ? `${mostCounted} or more` : String(people)

/** What somebody should look at, each with the people whom it concerns. */
export const AlertsSection = ({ alerts }: { alerts: Alerts }) => {
  const { locked, drifting, reported, cloned, unprotectedAdmins } = alerts
  const listed = [reported, cloned, unprotectedAdmins].flat()
  const fine = locked.people + drifting.people + listed.length === 0
  return (
    <Section title="Needs a look">
      {fine ? (
        <p class="alerts__fine">
          <SuccessIcon />
          Nothing right now.
        </p>
      ) : (
        <ul class="alerts">
          {reported.length > 0 && (
            <Alert
              title={plural(
                reported.length,
                'report of ‘this was not me’',
                'reports of ‘this was not me’',
              )}
            >
              <Happenings happenings={reported} />
            </Alert>
          )}
          {cloned.length > 0 && (
            <Alert
              title={plural(
                cloned.length,
                'person’s passkey may have been copied',
                'people’s passkeys may have been copied',
              )}
            >
              It counted less than before, and was refused. Reset it if they cannot say why.{' '}
              <Happenings happenings={cloned} />
            </Alert>
          )}
          {locked.people > 0 && (
            <Alert
              title={plural(locked.people, 'person is locked out', 'people are locked out')}
              more={{ href: '/console/users?locked=true', label: 'Show all who are locked out' }}
            >
              <People people={locked.examples} total={locked.people} />
            </Alert>
          )}
          {unprotectedAdmins.length > 0 && (
            <Alert
              title={plural(
                unprotectedAdmins.length,
                'administrator has no second factor',
                'administrators have no second factor',
              )}
            >
              <People people={unprotectedAdmins} total={unprotectedAdmins.length} />
            </Alert>
          )}
          {drifting.people > 0 && (
            <Alert title={plural(drifting.people, 'key is drifting', 'keys are drifting')}>
              The clock of their device is almost too far off; the next code may be refused.{' '}
              <People people={drifting.examples} total={drifting.people} />
            </Alert>
          )}
        </ul>
      )}
    </Section>
  )
}

const plural = (people: number, one: string, many: string): string =>
  `${counted(people)} ${people === 1 ? one : many}`

type AlertProps = {
  title: string
  more?: { href: string; label: string }
  children: ComponentChildren
}

const Alert = ({ title, more, children }: AlertProps) => (
  <li class="alerts__item">
    <WarningIcon />
    <div>
      <h3>{title}</h3>
      <p class="alerts__about">{children}</p>
      {more && (
        <a class="alerts__more" href={more.href}>
          {more.label}
        </a>
      )}
    </div>
  </li>
)

const Happenings = ({ happenings }: { happenings: Alerts['reported'] }) => (
  <>
    {happenings.map(({ id, username, at }, index) => (
      <span key={`${id} ${at}`}>
        {index > 0 && ', '}
        <a href={`/console/users/${id}`}>{username}</a> (<Time at={at} />)
      </span>
    ))}
  </>
)

const People = ({ people, total }: { people: readonly Person[]; total: number }) => (
  <>
    {people.map(({ id, username }, index) => (
      <span key={id}>
        {index > 0 && ', '}
        <a href={`/console/users/${id}`}>{username}</a>
      </span>
    ))}
    {total > people.length && people.length > 0 && ' and others'}
  </>
)
