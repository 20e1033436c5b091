import { ConfirmDialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Time } from '../../ui/time.tsx'
import { TypedConfirmDialog } from '../../ui/typed-confirm-dialog.tsx'
import type { PartProps } from './application-page.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { keyWords, nameOf } from './keys-section.tsx'

/** The question that lies over the page, if there is one. */
export const ApplicationDialogs = (props: PartProps) => {
  const { value: task } = props.model.task
  if (task === 'key') return <KeyDialog {...props} />
  if (task === 'disable') return <DisableDialog {...props} />
  if (task === 'delete') return <DeleteDialog {...props} />
  return task && <DeleteKeyDialog {...props} id={task.deleteKey} />
}

const DisableDialog = ({ model, app }: PartProps) => (
  <ConfirmDialog
    title={`Disable ${app.name}?`}
    action="Disable"
    busy={model.change.busy.value !== null}
    onConfirm={() => void model.turn('disable')}
    onClose={() => model.ask(null)}
  >
    <p>What happens:</p>
    <ul class="consequences">
      <li>Nobody gets in, from the next request on.</li>
      <li>{endsOf[app.kind]}</li>
      <li>
        Once you enable it again, people go on where they were; only browsers that they trusted
        there they trust anew.
      </li>
    </ul>
    <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
  </ConfirmDialog>
)

const endsOf = {
  oidc: 'It gets no new tokens. An access token that it holds already runs out within minutes.',
  site: 'Sessions at the site count no more.',
  api: 'Its API keys are refused.',
}

const DeleteDialog = ({ model, app }: PartProps) => (
  <TypedConfirmDialog
    title={`Delete ${app.name}?`}
    action="Delete application"
    name={app.name}
    busy={model.change.busy.value !== null}
    onConfirm={() => void model.remove()}
    onClose={() => model.ask(null)}
  >
    <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
    <p>
      Its keys, sessions, tokens and what people agreed to are gone for good. An application that is
      added again has another ID.
    </p>
  </TypedConfirmDialog>
)

const DeleteKeyDialog = ({ model, app, id }: PartProps & { id: string }) => {
  const key = app.keys.find((one) => one.id === id)
  if (!key) return null
  return (
    <ConfirmDialog
      title={`Delete the ${keyWords(app)?.one ?? 'key'} ${nameOf(key)}?`}
      action="Delete"
      busy={model.change.busy.value !== null}
      onConfirm={() => void model.removeKey(id)}
      onClose={() => model.ask(null)}
    >
      <p>
        {key.lastUsedAt === null ? (
          'It was never used.'
        ) : (
          <>
            It was last used <Time at={key.lastUsedAt} />.
          </>
        )}{' '}
        Whatever still uses it is refused from the next request on.
      </p>
      <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
    </ConfirmDialog>
  )
}
