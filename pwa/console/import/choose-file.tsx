import { useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { DownloadIcon, UploadIcon } from '../../ui/icons.tsx'
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
    <DropZone onFile={onFile} />
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

const DropZone = ({ onFile }: Pick<ChooseFileProps, 'onFile'>) => {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    <div
      class={over ? 'drop-zone drop-zone--over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      <UploadIcon size={28} />
      <p class="drop-zone__words">Drop a CSV file here</p>
      <Button kind="primary" onClick={() => input.current?.click()}>
        Choose file
      </Button>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        aria-label="CSV file"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p class="muted">In UTF-8, up to 20 MB. Nothing is changed before you say so.</p>
    </div>
  )
}
