import type { AuditLine, AuditPerson } from '../../../schema/api/audit.ts'
import { Badge } from '../../ui/list.tsx'
import { isFailure, sentenceOf, wordOf } from './sentences.ts'
import './audit.css'

/** Lines of the log, the newest first: in words, and with the exact outcome. */
export const AuditLines = ({ lines }: { lines: readonly AuditLine[] }) => (
  <ol class="audit" aria-label="Audit log">
    {lines.map((line) => (
      <li key={line.id} class="audit__line">
        <span class="audit__at">
          <Moment at={line.at} />
        </span>
        <div class="audit__words">
          <p class="audit__sentence">
            <Sentence line={line} />
          </p>
          <p class="audit__meta">
            <code>{line.action}</code>
            <Outcome line={line} />
            {[line.network, line.browser].filter(Boolean).map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </p>
        </div>
      </li>
    ))}
  </ol>
)

/** The exact word. A group's id in it leads to the group. */
const Outcome = ({ line }: { line: AuditLine }) => {
  const [, word, group] = /^(?:([a-z-]+):)?([0-9a-f-]{36})$/.exec(line.outcome) ?? []
  if (group && line.action.startsWith('group'))
    return (
      <span>
        {word && `${word}: `}
        <a href={`/console/groups/${group}`}>{`group ${group.slice(0, 8)}`}</a>
      </span>
    )
  return isFailure(line) ? (
    <Badge kind="warning">{wordOf(line)}</Badge>
  ) : (
    <span>{wordOf(line)}</span>
  )
}

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const
const thisYear = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', ...clock })
const before = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** To the second: a log is for comparing. */
const Moment = ({ at }: { at: number }) => {
  const date = new Date(at * 1000)
  const format = date.getFullYear() === new Date().getFullYear() ? thisYear : before
  return <time datetime={date.toISOString()}>{format.format(date)}</time>
}

const Sentence = ({ line }: { line: AuditLine }) =>
  sentenceOf(line)
    .split(/(\{actor\}|\{subject\}|\{application\})/)
    .map((part, index) => {
      if (part === '{actor}') return <Person key={index} person={line.actor ?? line.subject} />
      if (part === '{subject}') return <Person key={index} person={line.subject} />
      if (part === '{application}')
        return <Application key={index} application={line.application} />
      return part
    })

const Application = ({ application }: Pick<AuditLine, 'application'>) => {
  if (!application) return 'an application'
  const { id, name } = application
  if (name === null)
    return <span class="muted" title={id}>{`a deleted application (${id.slice(0, 8)})`}</span>
  return (
    <a class="audit__person" href={`/console/applications/${id}`}>
      {name}
    </a>
  )
}

/** Whoever is gone has no name any more, only the id under which the log knows them. */
const Person = ({ person }: { person: AuditPerson | null }) => {
  if (!person) return 'Somebody'
  if (person.username === null)
    return (
      <span class="muted" title={person.id}>{`a deleted person (${person.id.slice(0, 8)})`}</span>
    )
  return (
    <a class="audit__person" href={`/console/users/${person.id}`}>
      {person.username}
    </a>
  )
}
