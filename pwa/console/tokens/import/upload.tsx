import { ProgressBar } from '../../../ui/progress-bar.tsx'
import type { Sent } from '../../state/token-import.ts'

const megabytes = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const inMegabytes = (bytes: number): string => megabytes.format(bytes / 1_000_000)

type UploadProps = {
  sent: Sent | null
  /** What the Worker does once it has it all. */
  after: string
}

/** How much of the file is on its way. */
export const Upload = ({ sent, after }: UploadProps) =>
  !sent || sent.sent >= sent.total ? (
    <ProgressBar label={after} max={1} value={null}>
      {after}
    </ProgressBar>
  ) : (
    <ProgressBar label="Uploading" max={sent.total} value={sent.sent}>
      {`Uploading: ${inMegabytes(sent.sent)} of ${inMegabytes(sent.total)} MB`}
    </ProgressBar>
  )
