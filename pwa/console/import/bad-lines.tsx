import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { DownloadIcon } from '../../ui/icons.tsx'
import { MoreButton } from '../../ui/more.tsx'
import { datedName, saveFile } from '../../ui/save-file.ts'
import { Section } from '../../ui/section.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { csvFile } from './csv.ts'

const pageLength = 20

type BadLinesProps<Line> = {
  title: string
  lead: string
  columns: readonly [Column<Line>, ...Column<Line>[]]
  lines: readonly Line[]
  keyOf: (line: Line) => string
  /** Of the file that can be downloaded, without the day. */
  name: string
  /** What stands in it: a header, and a row for each line. */
  header: readonly string[]
  cells: (line: Line) => readonly string[]
}

/** Lines of a file that are left out, each with the place where it stands and what is wrong. */
export function BadLines<Line>(props: BadLinesProps<Line>) {
  const { title, lead, columns, lines, keyOf, name, header, cells } = props
  const [length, setLength] = useState(pageLength)
  const save = async () =>
    saveFile(datedName(name, 'csv'), await csvFile([header, ...lines.map(cells)]))
  return (
    <Section
      title={title}
      lead={lead}
      action={
        <Button small onClick={() => void save()}>
          <DownloadIcon size={18} />
          Download list
        </Button>
      }
    >
      <div class="stack">
        <Table caption={title} columns={columns} rows={lines.slice(0, length)} keyOf={keyOf} />
        {lines.length > length && (
          <MoreButton small onClick={() => setLength(length + 5 * pageLength)} />
        )}
      </div>
    </Section>
  )
}
