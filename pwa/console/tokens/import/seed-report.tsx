import type { TokenImportReport } from '../../../../schema/api/token-series.ts'
import { Count, Counts } from '../../../ui/counts.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { counted } from '../../counted.ts'
import { BadLines } from '../../import/bad-lines.tsx'
import {
  containerNames,
  encodingNames,
  formatNames,
  reasonWords,
  warningWords,
} from '../seed-words.ts'
import '../../users/users.css'

type ReportProps = { report: TokenImportReport; done?: boolean }

/** What a file was taken for, and what becomes or became of its rows. */
export const SeedReport = ({ report, done = false }: ReportProps) => {
  const { format, encoding, encryption, warnings, counts } = report
  return (
    <>
      {warnings.map((warning) => (
        <Notice key={warning} kind="warning" live={false} title={warningWords[warning].title}>
          <p>{warningWords[warning].text}</p>
        </Notice>
      ))}
      <Counts>
        <Count label={done ? 'Imported' : 'New'} value={counts.new} />
        <Count label="Already here" value={counts.known} />
        <Count label="Conflicts" value={counts.conflict} danger={counts.conflict > 0} />
        <Count
          label={done ? 'Left out' : 'With errors'}
          value={counts.bad}
          danger={counts.bad > 0}
        />
      </Counts>
      <dl class="facts">
        <dt>Format</dt>
        <dd>{`${formatNames[format]}, secrets ${encodingNames[encoding]}`}</dd>
        <dt>Protection</dt>
        <dd>{containerNames[encryption]}</dd>
        <Owners report={report} done={done} />
      </dl>
    </>
  )
}

/** For a file that says whose the tokens are. */
const Owners = ({ report: { assigned, unknownOwners }, done }: ReportProps) =>
  assigned + unknownOwners === 0 ? null : (
    <>
      <dt>Owners</dt>
      <dd>
        {`${counted(assigned, 'token')} ${done ? 'assigned' : 'will be assigned'}.`}
        {unknownOwners > 0 &&
          ` ${unknownOwners.toLocaleString('en')} ${done ? 'stayed' : 'stay'} unassigned: the file names nobody for them who is known here and may hold one more (ten are the most).`}
      </dd>
    </>
  )

/** Lines that are left out, each with the place where it stands and what is wrong. */
export const SeedFaults = ({ report: { errors, counts } }: ReportProps) => {
  const all = counts.bad + counts.conflict
  return errors.length === 0 ? null : (
    <BadLines
      title="Lines that are left out"
      lead={
        errors.length < all
          ? `The first ${errors.length.toLocaleString('en')} of ${all.toLocaleString('en')}.`
          : 'Tokens that are here stay as they are.'
      }
      columns={[
        { title: 'Line', cell: ({ line }) => line.toLocaleString('en') },
        { title: 'What is wrong', cell: ({ reason }) => reasonWords[reason] },
      ]}
      lines={errors}
      keyOf={({ line, reason }) => `${line} ${reason}`}
      name="token-import-errors"
      header={['line', 'reason']}
      cells={({ line, reason }) => [String(line), reasonWords[reason]]}
    />
  )
}
