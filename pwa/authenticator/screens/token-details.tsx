import { useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { TrashIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { go, linkTo } from '../state/route.ts'
import { readNames } from '../state/token-names.ts'
import type { VaultModel } from '../state/vault.ts'
import type { Token } from '../storage/token.ts'
import { Shell } from './shell.tsx'

const home = { screen: 'tokens' } as const
const longestName = 256

const Names = ({ token, vault }: { token: Token; vault: VaultModel }) => {
  const [issuer, setIssuer] = useState(token.issuer)
  const [account, setAccount] = useState(token.account)
  const [error, setError] = useState<{ field: string; text: string } | null>(null)
  const save = async (): Promise<void> => {
    const read = readNames({ issuer, account })
    if ('wrong' in read) return setError(read.wrong)
    const result = await vault.change(token.id, read.names)
    if (result !== 'saved')
      return setError({ field: 'issuer', text: 'The change was not stored. Try again.' })
    go(home)
    toast('Saved')
  }
  return (
    <Form onSubmit={() => void save()} error={error}>
      <TextField
        label="Site or app"
        name="issuer"
        value={issuer}
        onValue={setIssuer}
        error={error?.field === 'issuer' ? error.text : undefined}
        maxLength={longestName}
      />
      <TextField
        label="Account"
        name="account"
        value={account}
        onValue={setAccount}
        error={error?.field === 'account' ? error.text : undefined}
        maxLength={longestName}
      />
      <Button kind="primary" type="submit" wide>
        Save
      </Button>
    </Form>
  )
}

const Remove = ({ token, vault }: { token: Token; vault: VaultModel }) => {
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState(false)
  const remove = async (): Promise<void> => {
    setAsking(false)
    if ((await vault.erase([token.id])) !== 'saved') return setFailed(true)
    go(home)
    toast('Token deleted')
  }
  return (
    <>
      {failed && <Notice kind="error">The token was not deleted. Try again.</Notice>}
      <Button kind="danger-quiet" wide onClick={() => setAsking(true)}>
        <TrashIcon size={18} />
        Delete this token
      </Button>
      {asking && (
        <ConfirmDialog
          title="Delete this token?"
          action="Delete"
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        >
          <p>
            This device will not show codes for <b>{token.issuer || token.account}</b> any more, and
            this cannot be undone. First turn off two-step sign-in there, or you may lock yourself
            out.
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}

/** One token: its names, and the way to be rid of it. */
export const TokenDetails = ({ vault, id }: { vault: VaultModel; id: string }) => {
  const token = vault.tokens.value.find((candidate) => candidate.id === id)
  return (
    <Shell back={linkTo(home)}>
      {token ? (
        <div class="stack">
          <Title lead={`${token.digits} digits, every ${token.period} s, ${token.algorithm}`}>
            Token
          </Title>
          <Names token={token} vault={vault} />
          <Remove token={token} vault={vault} />
        </div>
      ) : (
        <Title lead="It may have been deleted in another tab.">There is no such token</Title>
      )}
    </Shell>
  )
}
