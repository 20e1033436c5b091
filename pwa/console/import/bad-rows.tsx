import type { ImportProblem } from '../../../schema/api/import.ts'
import type { Run } from '../state/import.ts'
import { BadLines } from './bad-lines.tsx'
import { headingOf } from './columns.ts'
import '../users/users.css'

/** Rows that are left out, each with the line where it stands and what is wrong. */
export const BadRows = ({ run: { file, result } }: { run: Run }) => {
  const usernameOf = ({ line }: ImportProblem) => file.usernames.get(line) ?? ''
  return (
    <BadLines
      title="Rows with errors"
      lead="Correct them in the file and import it again: who is there already stays as they are."
      columns={[
        { title: 'Line', cell: ({ line }) => line },
        {
          title: 'Username',
          wide: true,
          cell: (one) => <span class="users__contact">{usernameOf(one) || '—'}</span>,
        },
        { title: 'What is wrong', cell: (one) => <Wrong problem={one} /> },
      ]}
      lines={result.bad.toSorted((a, b) => a.line - b.line)}
      keyOf={({ line, field, reason }) => `${line} ${field} ${reason}`}
      name="import-errors"
      header={['line', 'username', 'column', 'reason']}
      cells={(one) => [String(one.line), usernameOf(one), headingOf(one.field), one.reason]}
    />
  )
}

const Wrong = ({ problem: { field, reason } }: { problem: ImportProblem }) => (
  <>
    {field && <strong>{headingOf(field)} </strong>}
    {reason}
  </>
)
