import { useState } from 'preact/hooks'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CodeDigits } from '../../ui/code-digits.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { type Coding, useCode, useDraft } from '../state/code.ts'
import { currentStep } from '../state/clock.ts'
import { linkTo } from '../state/route.ts'
import { findTwin } from '../state/twin.ts'
import type { Saved, VaultModel } from '../state/vault.ts'
import type { Token } from '../storage/token.ts'
import { Countdown } from './countdown.tsx'

const failures: Record<Exclude<Saved, 'saved'>, string> = {
  'no-space': 'There is no space left on this device. Nothing was added.',
  failed: 'The browser did not store it. Nothing was added: try again.',
}

const Facts = ({ account }: { account: OtpAccount }) => (
  <dl class="facts">
    <dt>Issuer</dt>
    <dd>{account.issuer || <span class="muted">not given</span>}</dd>
    <dt>Account</dt>
    <dd>{account.account || <span class="muted">not given</span>}</dd>
    <dt>Codes</dt>
    <dd>
      {account.digits} digits, every {account.period} s, {account.algorithm}
    </dd>
  </dl>
)

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

const Choice = ({ twin, busy, save }: ChoiceProps) => (
  <div class="choice">
    {twin ? (
      <>
        <Button kind="primary" wide busy={busy} onClick={() => save(null)}>
          Keep both
        </Button>
        <Button kind="danger-quiet" wide disabled={busy} onClick={() => save(twin)}>
          Replace the old one
        </Button>
      </>
    ) : (
      <Button kind="primary" wide busy={busy} onClick={() => save(null)}>
        Add token
      </Button>
    )}
    <ButtonLink kind="plain" wide href={linkTo({ screen: 'tokens' })}>
      Cancel
    </ButtonLink>
  </div>
)

type ConfirmProps = { account: OtpAccount; vault: VaultModel; onDone: () => void }

/** What a QR code says is shown before it counts: names can lie, and the code must be the site's. */
export const ConfirmToken = ({ account, vault, onDone }: ConfirmProps) => {
  const [saving, setSaving] = useState<'no' | 'busy' | Exclude<Saved, 'saved'>>('no')
  const twin = saving === 'busy' ? null : findTwin(vault.tokens.value, account)
  const save = async (replaced: Token | null): Promise<void> => {
    setSaving('busy')
    const result = await (replaced ? vault.replace(replaced.id, account) : vault.add([account]))
    if (result !== 'saved') return setSaving(result)
    onDone()
    toast('Token added')
  }
  return (
    <div class="stack">
      <Title lead="Check that this is the site and the account that you mean.">
        Add this token?
      </Title>
      <section class="card stack" aria-label="Token">
        <Facts account={account} />
        <LiveCode account={account} />
      </section>
      {twin && (
        <Notice kind="warning" title="You already have a token of this name">
          <p>
            Keep both if these are two accounts. Replace the old one if the site gave you a new key.
          </p>
        </Notice>
      )}
      {saving !== 'no' && saving !== 'busy' && <Notice kind="error">{failures[saving]}</Notice>}
      <Choice twin={twin} busy={saving === 'busy'} save={(replaced) => void save(replaced)} />
    </div>
  )
}
