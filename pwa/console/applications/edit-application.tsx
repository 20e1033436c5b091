import { useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { type ApplicationDraft, differs, draftOf } from '../state/application-draft.ts'
import { ApplicationForm, applicationFields } from './application-form.tsx'
import type { PartProps } from './application-page.tsx'
import '../groups/groups.css'

/** The form of an application that exists; what differs waits in a bar until it is saved. */
export const EditApplication = ({ model, app, mayWrite }: PartProps) => {
  // As of the version that it began with: what another administrator saves meanwhile is not undone.
  const [from, setFrom] = useState(() => app)
  const [draft, setDraft] = useState<ApplicationDraft>(() => draftOf(app))
  const { change, task } = model
  const differed = differs(draft, draftOf(from))
  const fault = task.value === null ? change.fault.value : null
  const nameless = draft.app.name.trim() === ''
  const start = (next: typeof app) => {
    change.forget()
    setFrom(next)
    setDraft(draftOf(next))
  }
  // Nothing is at stake: then it follows what was done beside it, for that is another version.
  if (from.version !== app.version && !differed) start(app)
  const save = async () => {
    if (!differed || nameless) return
    const saved = await model.save(from.version, draft)
    if (!saved) return
    start(saved)
    toast('The application was saved')
  }
  return (
    <ApplicationForm
      draft={draft}
      fault={fault}
      readOnly={!mayWrite}
      onDraft={setDraft}
      onSubmit={() => void save()}
    >
      {(differed || fault) && (
        <div class="save-bar">
          <FaultNotice fault={fault} fields={applicationFields} onOver={change.forget} />
          <div class="save-bar__line">
            <p>Your changes are not saved yet.</p>
            <div class="row">
              <Button small onClick={() => start(app)}>
                Discard
              </Button>
              <Button
                small
                type="submit"
                kind="primary"
                busy={change.busy.value === 'save'}
                disabled={nameless}
              >
                Save changes
              </Button>
            </div>
          </div>
        </div>
      )}
    </ApplicationForm>
  )
}
