import { useState } from 'preact/hooks'
import type { ImportProblem } from '../../../schema/api/import.ts'
import { Button } from '../../ui/button.tsx'
import { DownloadIcon } from '../../ui/icons.tsx'
import { datedName, saveFile } from '../../ui/save-file.ts'
import { Section } from '../../ui/section.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import type { Run } from '../state/import.ts'
import { headingOf } from './columns.ts'
import { csvFile } from './csv.ts'
import '../users/users.css'

const pageLength = 20

/** Rows that are left out, each with the line where it stands and what is wrong. */
export const BadRows = ({ run: { file, result } }: { run: Run }) => {
  const [length, setLength] = useState(pageLength)
  const bad = result.bad.toSorted((a, b) => a.line - b.line)
  const usernameOf = ({ line }: ImportProblem) => file.usernames.get(line) ?? ''
  const save = async () => {
    const rows = bad.map((one) => [
      String(one.line),
      usernameOf(one),
      headingOf(one.field),
      one.reason,
    ])
    saveFile(
      datedName('import-errors', 'csv'),
      await csvFile([['line', 'username', 'column', 'reason'], ...rows]),
    )
  }
  const columns: [Column<ImportProblem>, ...Column<ImportProblem>[]] = [
    { title: 'Line', cell: ({ line }) => line },
    {
      title: 'Username',
      wide: true,
      cell: (one) => <span class="users__contact">{usernameOf(one) || '—'}</span>,
    },
    { title: 'What is wrong', cell: (one) => <Wrong problem={one} /> },
  ]
  return (
    <Section
      title="Rows with errors"
      lead="Correct them in the file and import it again: who is there already stays as they are."
      action={
        <Button small onClick={() => void save()}>
          <DownloadIcon size={18} />
          Download list
        </Button>
      }
    >
      <div class="stack">
        <Table
          caption="Rows with errors"
          columns={columns}
          rows={bad.slice(0, length)}
          keyOf={({ line, field, reason }) => `${line} ${field} ${reason}`}
        />
        {bad.length > length && (
          <div class="users__more">
            <Button small onClick={() => setLength(length + 5 * pageLength)}>
              Show more
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

const Wrong = ({ problem: { field, reason } }: { problem: ImportProblem }) => (
  <>
    {field && <strong>{headingOf(field)} </strong>}
    {reason}
  </>
)
