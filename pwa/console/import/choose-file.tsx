import { Button } from '../../ui/button.tsx'
import { DownloadIcon } from '../../ui/icons.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Section } from '../../ui/section.tsx'
import { columns } from './columns.ts'
import { csvFile } from './csv.ts'

type ChooseFileProps = { refusal: string | null; onFile: (file: File) => void }

/** Where a file is dropped or chosen, and what may stand in it. */
export const ChooseFile = ({ refusal, onFile }: ChooseFileProps) => (
  <>
    {refusal && (
      <Notice kind="error" title="This file cannot be read">
        <p>{refusal}</p>
      </Notice>
    )}
    <DropZone
      label="CSV file"
      words="Drop a CSV file here"
      accept=".csv,.tsv,.txt,text/csv"
      onFile={onFile}
    >
      In UTF-8, up to 20 MB. Nothing is changed before you say so.
    </DropZone>
    <Section
      title="What may stand in the file"
      lead="Its first line names the columns, in any order. Only the username must be there."
      action={
        <Button small onClick={() => void saveTemplate()}>
          <DownloadIcon size={18} />
          Download template
        </Button>
      }
    >
      <dl class="import__columns">
        {Object.entries(columns).map(([field, { heading, meaning }]) => (
          <div key={field}>
            <dt>
              <code>{heading}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  </>
)

const saveTemplate = async (): Promise<void> =>
  saveFile(
    'people-template.csv',
    await csvFile([Object.values(columns).map(({ heading }) => heading)]),
  )
