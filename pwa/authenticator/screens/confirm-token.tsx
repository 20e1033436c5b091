import { useState } from 'preact/hooks'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CodeDigits } from '../../ui/code-digits.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { type Coding, useCode, useDraft } from '../state/code.ts'
import { currentStep } from '../state/clock.ts'
import { words } from '../state/language.ts'
import { linkTo } from '../state/route.ts'
import { findTwin } from '../state/twin.ts'
import type { Saved, VaultModel } from '../state/vault.ts'
import type { Token } from '../storage/token.ts'
import { Countdown } from './countdown.tsx'

const kindOf = ({ type, digits, period, algorithm }: OtpAccount): string => {
  const t = words('add')
  if (type === 'steam') return t.bySteam
  return type === 'hotp' ? t.byUse(digits, algorithm) : t.byTime(digits, period, algorithm)
}

const Facts = ({ account }: { account: OtpAccount }) => {
  const t = words('add')
  const none = <span class="muted">{t.notGiven}</span>
  return (
    <dl class="facts">
      <dt>{t.issuer}</dt>
      <dd dir="auto">{account.issuer || none}</dd>
      <dt>{t.account}</dt>
      <dd dir="auto">{account.account || none}</dd>
      <dt>{t.codes}</dt>
      <dd>{kindOf(account)}</dd>
    </dl>
  )
}

const LiveCode = ({ account }: { account: OtpAccount }) => {
  const coding = useDraft(account)
  return coding && <RunningCode coding={coding} account={account} />
}

const RunningCode = ({ coding, account }: { coding: Coding; account: OtpAccount }) => {
  const { type, counter, period, digits } = account
  const byTime = type !== 'hotp'
  const code = useCode(coding, byTime ? currentStep(period).value : counter)
  return (
    <div class="live-code">
      <CodeDigits code={code ?? '-'.repeat(digits)} />
      {byTime && <Countdown period={period} />}
    </div>
  )
}

type ChoiceProps = { twin: Token | null; busy: boolean; save: (replaced: Token | null) => void }

const Choice = ({ twin, busy, save }: ChoiceProps) => {
  const t = words('add')
  return (
    <div class="choice">
      <Button kind="primary" wide busy={busy} onClick={() => save(null)}>
        {twin ? t.keepBoth : t.addToken}
      </Button>
      {twin && !twin.registered && (
        <Button kind="danger-quiet" wide disabled={busy} onClick={() => save(twin)}>
          {t.replace}
        </Button>
      )}
      <ButtonLink kind="plain" wide href={linkTo({ screen: 'tokens' })}>
        {words('common').cancel}
      </ButtonLink>
    </div>
  )
}

type ConfirmProps = { account: OtpAccount; vault: VaultModel; onDone: () => void }

/** What a QR code says is shown before it counts: names can lie, and the code must be the site's. */
export const ConfirmToken = ({ account, vault, onDone }: ConfirmProps) => {
  const [saving, setSaving] = useState<'no' | 'busy' | Exclude<Saved, 'saved'>>('no')
  const t = words('add')
  const twin = saving === 'busy' ? null : findTwin(vault.tokens.value, account)
  const save = async (replaced: Token | null): Promise<void> => {
    setSaving('busy')
    const result = await (replaced ? vault.replace(replaced.id, account) : vault.add([account]))
    if (result !== 'saved') return setSaving(result)
    onDone()
    toast(t.added)
  }
  return (
    <div class="stack">
      <Title lead={t.confirmLead}>{t.confirmTitle}</Title>
      <section class="card stack" aria-label={t.token}>
        <Facts account={account} />
        <LiveCode account={account} />
      </section>
      {twin && (
        <Notice kind="warning" title={t.twin}>
          <p>{twin.registered ? t.twinRegistered : t.twinText}</p>
        </Notice>
      )}
      {saving !== 'no' && saving !== 'busy' && (
        <Notice kind="error">{saving === 'no-space' ? t.noSpace : t.failed}</Notice>
      )}
      <Choice twin={twin} busy={saving === 'busy'} save={(replaced) => void save(replaced)} />
    </div>
  )
}
