import { BackLink } from '../../ui/back-link.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import '../../ui/section.css'
import type { Added } from '../state/new-user.ts'

type AddedPersonProps = { added: Added; password: string; onAnother: () => void }

const nextOf = ({ mfaRequired, mustChangePassword }: Added): string =>
  [
    mustChangePassword && 'When they first sign in, they choose a password of their own.',
    mfaRequired
      ? 'They are led through setting up a second factor: have a phone at hand.'
      : 'A second factor is not required. They can add one in their account.',
  ]
    .filter(Boolean)
    .join(' ')

/** What to tell the new person; the password is still in this page's memory and nowhere else. */
export const AddedPerson = ({ added, password, onAnother }: AddedPersonProps) => {
  const name = added.displayName || added.username
  const message = [
    `Sign in at ${location.origin}/`,
    `Username: ${added.username}`,
    `First password: ${password}`,
    ...(added.mustChangePassword ? ['You are asked for a new password there.'] : []),
  ].join('\n')
  return (
    <div class="stack stack--wide form-page">
      <div>
        <BackLink href="/console/users">People</BackLink>
        <Title>{`${name} was added`}</Title>
      </div>
      <div class="section stack">
        <Notice kind="success" title={`Tell ${name} how to sign in`}>
          <p>Pass this on in person or by phone. The password is shown only now.</p>
        </Notice>
        <dl class="facts">
          <dt>Address</dt>
          <dd>{location.origin}/</dd>
          <dt>Username</dt>
          <dd>{added.username}</dd>
          <dt>First password</dt>
          <dd>
            <code>{password}</code>
          </dd>
        </dl>
        <p class="muted">{nextOf(added)}</p>
        <div class="row">
          <CopyButton text={message} label="Copy message" small={false} kind="primary" />
          <ButtonLink href={`/console/users/${added.id}`}>Open their page</ButtonLink>
          <Button kind="quiet" onClick={onAnother}>
            Add another person
          </Button>
        </div>
      </div>
    </div>
  )
}
