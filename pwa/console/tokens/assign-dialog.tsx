import { useModel } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { User } from '../../../schema/api/user.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { SearchField } from '../../ui/field.tsx'
import { MemberRow } from '../groups/member-row.tsx'
import { PersonSearchModel } from '../state/person-search.ts'
import type { TokenPartProps } from './token-part.tsx'
import '../groups/groups.css'

type AssignDialogProps = TokenPartProps & { onClose: () => void }

/** First whom it goes to, found by typing, then what that means. */
export const AssignDialog = ({ model, token, onClose }: AssignDialogProps) => {
  const [person, setPerson] = useState<User | null>(null)
  const back = () => {
    model.change.forget()
    setPerson(null)
  }
  return (
    <Dialog title={`Assign ${token.serial}`} wide onClose={onClose}>
      {person ? (
        <Confirmation model={model} person={person} onBack={back} />
      ) : (
        <PersonChoice onPerson={setPerson} onClose={onClose} />
      )}
    </Dialog>
  )
}

type ConfirmationProps = Pick<TokenPartProps, 'model'> & { person: User; onBack: () => void }

/** The focus was on a button of the list: now it is on what stands in its place. */
const Confirmation = ({ model, person, onBack }: ConfirmationProps) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} class="stack token-page__confirmation">
      <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
      <p>
        {'It goes to '}
        <strong>{nameOf(person)}</strong>
        {', and counts from the first code that they sign in with.'}
      </p>
      <p class="muted">Until then whatever else they have stays in force.</p>
      <div class="dialog__actions">
        <Button onClick={onBack}>Another person</Button>
        <Button
          kind="primary"
          busy={model.change.busy.value !== null}
          onClick={() => void model.assign({ id: person.id, name: nameOf(person) })}
        >
          Assign
        </Button>
      </div>
    </div>
  )
}

const nameOf = ({ displayName, username }: User): string => displayName || username

type PersonChoiceProps = { onPerson: (person: User) => void; onClose: () => void }

const PersonChoice = ({ onPerson, onClose }: PersonChoiceProps) => {
  const { typed, found, type } = useModel(PersonSearchModel)
  return (
    <>
      <SearchField
        label="Search people"
        name="search"
        placeholder="Search by name, username or e-mail"
        value={typed.value}
        initialFocus
        onValue={type}
      />
      <div class="members__found">
        {found.value === null ? (
          <p class="muted">Type how a name begins.</p>
        ) : found.value.length === 0 ? (
          <p class="muted" role="status">
            Nobody found
          </p>
        ) : (
          <ul class="members" aria-label="People found">
            {found.value.map((user) => (
              <MemberRow key={user.id} user={user}>
                <Button small aria-label={`Choose ${user.username}`} onClick={() => onPerson(user)}>
                  Choose
                </Button>
              </MemberRow>
            ))}
          </ul>
        )}
      </div>
      <div class="dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </>
  )
}
