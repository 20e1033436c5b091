import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import type { AuditModel } from '../state/audit.ts'

/** Both ways to take the log along, and how to check that it is whole. */
export const ExportDialog = ({ model }: { model: AuditModel }) => {
  const { busy, fault, forget } = model.change
  return (
    <Dialog title="Export the audit log" onClose={() => model.askToExport(false)}>
      <p class="muted">
        The whole log, from its first line. As NDJSON it carries its seals, so that anybody can
        check offline that nothing was edited, left out or cut off:
      </p>
      <p>
        <code class="audit__command">npm run audit:verify audit.ndjson</code>
      </p>
      <p class="muted">CSV is for spreadsheets.</p>
      <FaultNotice fault={fault.value} onOver={forget} />
      <div class="dialog__actions">
        <Button busy={busy.value === 'csv'} onClick={() => void model.exportAs('csv')}>
          Export CSV
        </Button>
        <Button
          kind="primary"
          busy={busy.value === 'ndjson'}
          onClick={() => void model.exportAs('ndjson')}
        >
          Export NDJSON
        </Button>
      </div>
    </Dialog>
  )
}
