import { useEffect, useRef } from 'preact/hooks'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import { roles } from '../../../schema/policy.ts'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'

type Coverage = Dashboard['coverage']

const roleNames = { user: 'Users', admin: 'Admins', super_admin: 'Super admins' }

/** Who must use a second factor, and who has one. */
export const CoverageSection = ({ coverage }: { coverage: Coverage }) => {
  const { people, required, enrolled, unprotected, disabled } = coverage
  return (
    <Section
      title="Second factors"
      lead={
        <>
          Counted <Time at={coverage.at} />
          {disabled > 0 && `. ${disabled.toLocaleString('en')} disabled accounts are left out`}.
        </>
      }
    >
      <dl class="figures">
        <Figure name="People" count={people} href="/console/users" />
        <Figure name="Have a second factor" count={enrolled} href="/console/users?factor=on" />
        <Figure name="Must use one" count={required} />
        <Figure name="Must, but have none yet" count={unprotected} bad={unprotected > 0} />
      </dl>
      <ul class="coverage" aria-label="Second factors by role">
        {roles.map((role) => (
          <RoleCoverage key={role} name={roleNames[role]} {...coverage.byRole[role]} />
        ))}
      </ul>
      {enrolled < people && (
        <p class="coverage__more">
          <a href="/console/users?factor=off">Show people without a second factor</a>
        </p>
      )}
    </Section>
  )
}

type FigureProps = { name: string; count: number; href?: string; bad?: boolean }

const Figure = ({ name, count, href, bad }: FigureProps) => {
  const number = count.toLocaleString('en')
  return (
    <div class={bad ? 'figure figure--bad' : 'figure'}>
      <dt>{name}</dt>
      <dd>{href ? <a href={href}>{number}</a> : number}</dd>
    </div>
  )
}

type RoleCoverageProps = { name: string; people: number; enrolled: number }

const RoleCoverage = ({ name, people, enrolled }: RoleCoverageProps) => (
  <li class="coverage__role">
    <span>{name}</span>
    <Share part={enrolled} whole={people} />
    <span class="coverage__words">
      {people === 0
        ? 'nobody'
        : `${enrolled.toLocaleString('en')} of ${people.toLocaleString('en')}`}
    </span>
  </li>
)

/** Decoration: the words beside it say the same. */
const Share = ({ part, whole }: { part: number; whole: number }) => {
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    bar.current?.style.setProperty('width', `${whole === 0 ? 0 : (100 * part) / whole}%`)
  }, [part, whole])
  return (
    <span class="coverage__track" aria-hidden="true">
      <span ref={bar} class="coverage__part" />
    </span>
  )
}
