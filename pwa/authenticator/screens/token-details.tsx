import { useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { nameOf } from '../state/names.ts'
import { go, linkTo } from '../state/route.ts'
import { groupsOf } from '../state/search.ts'
import { readGroups } from '../state/token-groups.ts'
import { readNames } from '../state/token-names.ts'
import type { TokenChange, VaultModel } from '../state/vault.ts'
import type { Token } from '../storage/token.ts'
import { GroupField } from './group-field.tsx'
import { IconField } from './icon-field.tsx'
import { RemoveToken } from './remove-token.tsx'
import { Shell } from './shell.tsx'

const home = { screen: 'tokens' } as const
const longestName = 256
const longestNote = 2000

type Draft = Required<Pick<TokenChange, 'issuer' | 'account' | 'note' | 'pinned' | 'icon'>> & {
  groups: string
}
type Refusal = { field: string; text: string }

/** What was typed, as the vault takes it. */
const readDraft = (draft: Draft): { change: TokenChange } | { refusal: Refusal } => {
  const t = words('token')
  const names = readNames(draft)
  if ('wrong' in names) {
    const { field, reason } = names.wrong
    return { refusal: { field, text: reason === 'empty' ? t.noName : t.hiddenCharacters } }
  }
  const groups = readGroups(draft.groups)
  if ('wrong' in groups) {
    const texts = {
      hidden: t.hiddenCharacters,
      'too-many': t.tooManyGroups,
      'too-long': t.groupTooLong,
    }
    return { refusal: { field: 'groups', text: texts[groups.wrong] } }
  }
  return { change: { ...draft, ...names.names, ...groups, note: draft.note.trim() } }
}

const draftOf = ({ issuer, account, note, groups, pinned, icon }: Token): Draft => ({
  issuer,
  account,
  note,
  pinned,
  icon,
  groups: groups.join(', '),
})

const Traits = ({ token, vault }: { token: Token; vault: VaultModel }) => {
  const t = words('token')
  const [draft, setDraft] = useState(() => draftOf(token))
  const [error, setError] = useState<Refusal | null>(null)
  const [failed, setFailed] = useState(false)
  const set = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }))
  const textOf = (field: string) => (error?.field === field ? error.text : undefined)
  const save = async (): Promise<void> => {
    const read = readDraft(draft)
    setError('refusal' in read ? read.refusal : null)
    if ('refusal' in read) return
    const saved = (await vault.change(token.id, read.change)) === 'saved'
    setFailed(!saved)
    if (!saved) return
    go(home)
    toast(t.saved)
  }
  return (
    <Form onSubmit={() => void save()} error={error}>
      {failed && <Notice kind="error">{words('common').notStored}</Notice>}
      <TextField
        label={t.issuer}
        name="issuer"
        value={draft.issuer}
        onValue={(issuer) => set({ issuer })}
        error={textOf('issuer')}
        maxLength={longestName}
      />
      <TextField
        label={t.account}
        name="account"
        value={draft.account}
        onValue={(account) => set({ account })}
        error={textOf('account')}
        maxLength={longestName}
      />
      <IconField token={{ ...token, ...draft }} onIcon={(icon) => set({ icon })} />
      <GroupField
        value={draft.groups}
        known={groupsOf(vault.tokens.value)}
        error={textOf('groups')}
        onValue={(groups) => set({ groups })}
      />
      <TextField
        label={t.note}
        name="note"
        hint={t.noteHint}
        optional
        value={draft.note}
        onValue={(note) => set({ note })}
        maxLength={longestNote}
      />
      <Checkbox
        name="pinned"
        label={t.pin}
        checked={draft.pinned}
        onChecked={(pinned) => set({ pinned })}
      />
      <Button kind="primary" type="submit" wide>
        {t.save}
      </Button>
    </Form>
  )
}

const leadOf = ({ type, digits, period, counter, algorithm }: Token): string => {
  const t = words('token')
  if (type === 'steam') return t.steam
  return type === 'hotp' ? t.byUse(digits, counter, algorithm) : t.byTime(digits, period, algorithm)
}

/** One token: its names and what goes with them, and the way to be rid of it. */
export const TokenDetails = ({ vault, id }: Models & { id: string }) => {
  const token = vault.tokens.value.find((candidate) => candidate.id === id)
  const t = words('token')
  return (
    <Shell back={linkTo(home)}>
      {token ? (
        <div class="stack stack--wide">
          <Title lead={leadOf(token)}>{nameOf(token)}</Title>
          {token.registered && (
            <Notice kind="info" live={false}>
              {t.registered}
            </Notice>
          )}
          <Traits token={token} vault={vault} />
          <RemoveToken token={token} vault={vault} />
        </div>
      ) : (
        <Title lead={t.missingText}>{t.missing}</Title>
      )}
    </Shell>
  )
}
