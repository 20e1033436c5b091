import { Button } from '../../ui/button.tsx'
import { CheckIcon } from '../../ui/icons.tsx'
import { Badge } from '../../ui/list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import type { ImportModel } from '../state/import.ts'
import { roleNames } from '../users/roles.ts'
import { headingOf } from './columns.ts'
import type { ImportFile } from './file.ts'
import { counted } from '../counted.ts'

/** What was found in the file, before anything is sent. */
export const ReadFile = ({ model, file }: { model: ImportModel; file: ImportFile }) => {
  const unknown = file.columns.filter(({ field }) => field === null)
  const lines = file.rows.length + file.bad.length
  return (
    <Section title={file.name} lead={`${counted(lines, 'line')} with people.`}>
      <div class="stack">
        <ul class="import__mapping" aria-label="Columns">
          {file.columns.map(({ heading, field }, index) => (
            <li key={index}>
              <code>{heading || '(no name)'}</code>
              {field ? (
                <Meaning heading={heading} field={headingOf(field)} />
              ) : (
                <Badge kind="warning">Not used</Badge>
              )}
            </li>
          ))}
        </ul>
        {unknown.length > 0 && (
          <Notice kind="warning" live={false}>
            <p>
              {`${unknown.map(({ heading }) => `“${heading}”`).join(', ')}: no column that we know. What stands there is left out.`}
            </p>
          </Notice>
        )}
        <Privileged file={file} />
        <div class="row row--end">
          <Button onClick={model.restart}>Choose another file</Button>
          <Button
            kind="primary"
            disabled={lines === 0}
            onClick={() => void model.run('preview', file)}
          >
            Check the file
          </Button>
        </div>
      </div>
    </Section>
  )
}

/** What a column is taken for, where it is not called so. */
const Meaning = ({ heading, field }: { heading: string; field: string }) =>
  heading.toLowerCase() === field ? (
    <CheckIcon size={16} label="Used" />
  ) : (
    <span>{`→ ${field}`}</span>
  )

/** A file that makes administrators should not do so unnoticed. */
const Privileged = ({ file }: { file: ImportFile }) => {
  const roles = (['admin', 'super_admin'] as const).flatMap((role) => {
    const count = file.rows.filter((row) => row.role === role).length
    return count > 0 ? [`${count} × ${roleNames[role]}`] : []
  })
  return roles.length > 0 ? (
    <Notice kind="warning" title="This file brings administrators" live={false}>
      <p>{roles.join(', ')}</p>
    </Notice>
  ) : null
}
