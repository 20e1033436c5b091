import type { UserDetails } from '../../../../schema/api/user.ts'
import { Button } from '../../../ui/button.tsx'
import { methodLooks } from '../../../ui/method.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { moment } from './moment.ts'
import { may, type PartProps } from './part.ts'
import { PartFault } from './part-fault.tsx'

type Lock = UserDetails['locks'][number]

const nameOf = ({ what }: Lock): string =>
  what === 'password' ? 'Password' : methodLooks[what].name

/** What is shut after too many failures, and the way to open it. */
export const LocksNotice = ({ model, view: { user } }: PartProps) =>
  user.locks.length > 0 ? (
    <Notice kind="warning" title="Locked after too many failures" live={false}>
      <ul class="person-page__locks">
        {user.locks.map((lock) => (
          <li key={lock.what}>
            {`${nameOf(lock)}: until ${lock.until === null ? 'somebody unlocks it' : moment(lock.until)}`}
          </li>
        ))}
      </ul>
      {may(user, 'unlock') && (
        <Button
          small
          busy={model.change.busy.value === 'unlock'}
          onClick={() => void model.unlock()}
        >
          Unlock now
        </Button>
      )}
      <PartFault model={model} part="locks" />
    </Notice>
  ) : null
