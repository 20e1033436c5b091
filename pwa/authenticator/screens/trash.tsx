import './trash.css'
import { useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { fullName, nameOf } from '../state/names.ts'
import { linkTo } from '../state/route.ts'
import { trashDays } from '../state/vault.ts'
import type { Token } from '../storage/token.ts'
import { Shell } from './shell.tsx'
import { TokenBadge } from './token-badge.tsx'

const day = 86_400_000

const daysLeft = ({ trashedAt }: Token): number =>
  Math.max(0, Math.ceil(((trashedAt ?? 0) + trashDays * day - Date.now()) / day))

type EntryProps = { token: Token; onRestore: () => void; onErase: () => void }

const Entry = ({ token, onRestore, onErase }: EntryProps) => {
  const t = words('token')
  return (
    <li class="trash__entry">
      <TokenBadge token={token} />
      <div class="trash__words">
        <span class="trash__name" dir="auto">
          {fullName(token)}
        </span>
        <span class="muted small">{t.daysLeft(daysLeft(token))}</span>
      </div>
      <div class="trash__actions">
        <Button small aria-label={t.restoreOf(fullName(token))} onClick={onRestore}>
          {t.restore}
        </Button>
        <Button kind="danger-quiet" small aria-label={t.eraseOf(fullName(token))} onClick={onErase}>
          {t.erase}
        </Button>
      </div>
    </li>
  )
}

/** What was deleted, for as long as it can be brought back. */
export const Trash = ({ vault }: Models) => {
  const t = words('token')
  const found = vault.trash.value
  const [asked, setAsked] = useState<readonly Token[] | null>(null)
  const [failed, setFailed] = useState(false)
  const restore = async ({ id }: Token): Promise<void> => {
    const saved = (await vault.restore(id)) === 'saved'
    setFailed(!saved)
    if (saved) toast(t.restored)
  }
  const erase = async (tokens: readonly Token[]): Promise<void> => {
    setAsked(null)
    const saved = (await vault.erase(tokens.map(({ id }) => id))) === 'saved'
    setFailed(!saved)
    if (saved) toast(t.erased)
  }
  return (
    <Shell back={linkTo({ screen: 'settings' })}>
      <div class="stack stack--wide">
        <Title lead={found.length > 0 ? t.trashLead : t.trashEmpty}>{t.trash}</Title>
        {failed && <Notice kind="error">{words('common').notStored}</Notice>}
        {found.length > 0 && (
          <>
            <ul class="trash" aria-label={t.trash}>
              {found.map((token) => (
                <Entry
                  key={token.id}
                  token={token}
                  onRestore={() => void restore(token)}
                  onErase={() => setAsked([token])}
                />
              ))}
            </ul>
            <Button kind="danger-quiet" wide onClick={() => setAsked(found)}>
              {t.emptyTrash}
            </Button>
          </>
        )}
      </div>
      {asked && (
        <ConfirmDialog
          title={asked.length > 1 ? t.emptyTitle : t.eraseTitle}
          action={t.erase}
          onConfirm={() => void erase(asked)}
          onClose={() => setAsked(null)}
        >
          <p>
            {asked.length > 1
              ? t.emptyText(asked.length)
              : asked.map((one) => t.eraseText(nameOf(one)))}
          </p>
        </ConfirmDialog>
      )}
    </Shell>
  )
}
