import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { TrustedBrowser } from '../../../schema/api/trusted-browser.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { BrowserIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { TrustedBrowsersModel } from '../state/trusted-browsers.ts'

/** Browsers in which my password is enough. */
export const TrustedBrowsersSection = () => {
  const model = useModel(TrustedBrowsersModel)
  useEffect(() => void model.list.load(), [])
  const state = model.list.state.value
  const busy = model.change.busy.value
  return (
    <Section
      title="Trusted browsers"
      lead="Here you are not asked for your second factor. One that names an application is trusted there alone."
      action={
        state.kind === 'ready' &&
        state.value.length > 1 && (
          <Button small busy={busy === 'all'} onClick={() => void model.revokeAll()}>
            Revoke all
          </Button>
        )
      }
    >
      <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
      <Loaded state={state} onRetry={() => void model.list.load()}>
        {(browsers) =>
          browsers.length === 0 ? (
            <p class="muted">
              None. You can trust a browser when you use a second factor at sign-in.
            </p>
          ) : (
            <List label="Trusted browsers">
              {browsers.map((browser) => (
                <BrowserItem
                  key={browser.id}
                  browser={browser}
                  busy={busy === browser.id}
                  onRevoke={() => void model.revoke(browser.id)}
                />
              ))}
            </List>
          )
        }
      </Loaded>
    </Section>
  )
}

/** One browser may be trusted here and, apart from that, at applications. */
const nameOf = ({ name, application }: TrustedBrowser): string =>
  application === null ? name : `${name} at ${application}`

type BrowserItemProps = { browser: TrustedBrowser; busy: boolean; onRevoke: () => void }

const BrowserItem = ({ browser, busy, onRevoke }: BrowserItemProps) => (
  <ListItem
    icon={<BrowserIcon />}
    title={
      <>
        {nameOf(browser)}
        {browser.current && <Badge kind="accent">This browser</Badge>}
      </>
    }
    meta={
      <>
        {browser.place && `${browser.place} · `}last used <Time at={browser.lastUsedAt} /> · until{' '}
        <Time at={browser.expiresAt} />
      </>
    }
    action={
      <Button small busy={busy} aria-label={`Revoke ${nameOf(browser)}`} onClick={onRevoke}>
        Revoke
      </Button>
    }
  />
)
