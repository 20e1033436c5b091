import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { UploadIcon } from './icons.tsx'
import { uiWords } from './words.ts'
import './drop-zone.css'

type DropZoneProps = {
  /** What is wanted: 'CSV file'. */
  label: string
  /** 'Drop a CSV file here' */
  words: string
  /** Of the file chooser: '.csv,text/csv'. */
  accept: string
  onFile: (file: File) => void
  /** What may come, and what becomes of it. */
  children: ComponentChildren
}

/** Where one file is dropped or chosen. */
export const DropZone = ({ label, words, accept, onFile, children }: DropZoneProps) => {
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
      <p class="drop-zone__words">{words}</p>
      <Button kind="primary" onClick={() => input.current?.click()}>
        {uiWords.value.chooseFile}
      </Button>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        aria-label={label}
        tabIndex={-1}
        accept={accept}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p class="muted">{children}</p>
    </div>
  )
}
