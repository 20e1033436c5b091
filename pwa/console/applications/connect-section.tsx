import { useState } from 'preact/hooks'
import type { Application } from '../../../schema/api/application.ts'
import { Fold } from '../../ui/fold.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Facts, Snippet } from './facts.tsx'
import { curlOf, type Proxy, proxies, proxySnippet } from './snippets.ts'

/** What whoever sets the application up has to copy. */
export const ConnectSection = ({ app }: { app: Application }) => {
  switch (app.kind) {
    case 'oidc':
      return <ConnectClient app={app} />
    case 'site':
      return <ConnectSite origins={app.details.origins} />
    case 'api':
      return <ConnectProgram passwords={app.details.passwords} />
  }
}

const ConnectClient = ({ app }: { app: Extract<Application, { kind: 'oidc' }> }) => {
  const { origin } = location
  const isSecret = app.details.clientAuthentication === 'client_secret'
  return (
    <Section
      title="Connect it"
      lead={
        isSecret
          ? 'Most apps ask for the issuer, the client ID and a secret, which you make below.'
          : 'Most apps ask for the issuer and the client ID.'
      }
    >
      <div class="stack">
        <Facts
          facts={[
            { name: 'Issuer', value: origin },
            { name: 'Client ID', value: app.id },
            { name: 'Discovery', value: `${origin}/.well-known/openid-configuration` },
          ]}
        />
        <Fold title="All addresses">
          <Facts
            facts={[
              { name: 'Authorization', value: `${origin}/api/oidc/authorize` },
              { name: 'Token', value: `${origin}/api/oidc/token` },
              { name: 'Userinfo', value: `${origin}/api/oidc/userinfo` },
              { name: 'Keys', value: `${origin}/api/oidc/jwks` },
              { name: 'Pushed requests', value: `${origin}/api/oidc/par` },
              { name: 'Revocation', value: `${origin}/api/oidc/revoke` },
              { name: 'Sign-out', value: `${origin}/api/oidc/logout` },
            ]}
          />
        </Fold>
      </div>
    </Section>
  )
}

const ConnectSite = ({ origins }: { origins: readonly string[] }) => {
  const [proxy, setProxy] = useState<Proxy>('nginx')
  return (
    <Section
      title="Connect it"
      lead="The proxy in front of the site asks here before it lets anybody through."
    >
      <div class="stack">
        <Facts
          facts={[{ name: 'Forward authentication', value: `${location.origin}/api/forward-auth` }]}
        />
        <Segmented
          label="Your proxy"
          name="proxy"
          value={proxy}
          options={proxies}
          onValue={setProxy}
        />
        <Snippet
          name="configuration"
          text={proxySnippet(proxy, { latchkey: location.origin, origins })}
        />
      </div>
    </Section>
  )
}

const ConnectProgram = ({ passwords }: { passwords: 'here' | 'there' }) => (
  <Section
    title="Connect it"
    lead="It sends what people typed here, with a key that you make below."
  >
    <div class="stack">
      <Facts facts={[{ name: 'Address', value: `${location.origin}/api/validate` }]} />
      <Snippet name="command" text={curlOf(location.origin, passwords)} />
    </div>
  </Section>
)
