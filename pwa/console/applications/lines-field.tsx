import type { FieldProps } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'

type LinesFieldProps = FieldProps & {
  lines: readonly string[]
  onLines: (lines: string[]) => void
}

/** Several addresses, one a line. */
export const LinesField = ({ lines, onLines, ...field }: LinesFieldProps) => (
  <TextArea
    {...field}
    rows={Math.min(8, Math.max(2, lines.length))}
    value={lines.join('\n')}
    onValue={(text) => onLines(text === '' ? [] : text.split('\n'))}
  />
)
