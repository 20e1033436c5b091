import type { ComponentChildren } from 'preact'
import type { NewApplication } from '../../../schema/api/application.ts'
import { errorAt, type Fault } from '../../state/fault.ts'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/section.tsx'
import type { ApplicationDraft } from '../state/application-draft.ts'
import { ClientFields } from './client-fields.tsx'
import { PolicyFields } from './policy-fields.tsx'
import { ProgramFields } from './program-fields.tsx'
import { SiteFields } from './site-fields.tsx'
import { SiteRules } from './site-rules.tsx'

/** Fields that say by themselves what is wrong with them. */
export const applicationFields = [
  'name',
  'homeUrl',
  'redirectUris',
  'postLogoutRedirectUris',
  'backchannelLogoutUri',
  'audienceUri',
  'jwks',
  'origins',
  'upstream',
]

type ApplicationFormProps = {
  draft: ApplicationDraft
  fault: Fault | null
  isNew?: boolean
  readOnly?: boolean
  onDraft: (draft: ApplicationDraft) => void
  onSubmit: () => void
  /** How the form ends: what was refused, the buttons. */
  children?: ComponentChildren
}

/** What an application is, who may use it, and what it asks of them. */
export const ApplicationForm = (props: ApplicationFormProps) => {
  const { draft, fault, isNew = false, onDraft } = props
  const { app } = draft
  const change = (part: Partial<NewApplication>) =>
    onDraft({ ...draft, app: { ...app, ...part } as NewApplication })
  return (
    <Form error={fault} onSubmit={props.onSubmit}>
      <fieldset class="bare stack stack--wide" disabled={props.readOnly === true}>
        <Section title="Application">
          <div class="stack">
            <TextField
              label="Name"
              name="name"
              hint="As people see it where they sign in."
              autoComplete="off"
              maxLength={100}
              value={app.name}
              error={errorAt(fault, 'name')}
              initialFocus={isNew}
              onValue={(name) => change({ name })}
            />
            <TextField
              label="Address"
              name="homeUrl"
              optional
              type="url"
              hint="Where people open it, like https://wiki.example.org."
              autoComplete="off"
              value={app.homeUrl}
              error={errorAt(fault, 'homeUrl')}
              onValue={(homeUrl) => change({ homeUrl })}
            />
            <KindFields draft={draft} fault={fault} onDraft={onDraft} />
          </div>
        </Section>
        <PolicyFields app={app} onChange={change} />
        {app.kind === 'site' && (
          <SiteRules
            rules={app.details.rules}
            onRules={(rules) =>
              onDraft({ ...draft, app: { ...app, details: { ...app.details, rules } } })
            }
          />
        )}
      </fieldset>
      {props.children}
    </Form>
  )
}

type KindFieldsProps = Pick<ApplicationFormProps, 'draft' | 'fault' | 'onDraft'>

const KindFields = ({ draft, fault, onDraft }: KindFieldsProps) => {
  const { app } = draft
  switch (app.kind) {
    case 'oidc':
      return (
        <ClientFields
          details={app.details}
          jwks={draft.jwks}
          fault={fault}
          onDetails={(part) =>
            onDraft({ ...draft, app: { ...app, details: { ...app.details, ...part } } })
          }
          onJwks={(jwks) => onDraft({ ...draft, jwks })}
        />
      )
    case 'site':
      return (
        <SiteFields
          details={app.details}
          fault={fault}
          onDetails={(part) =>
            onDraft({ ...draft, app: { ...app, details: { ...app.details, ...part } } })
          }
        />
      )
    case 'api':
      return (
        <ProgramFields
          details={app.details}
          onDetails={(part) =>
            onDraft({ ...draft, app: { ...app, details: { ...app.details, ...part } } })
          }
        />
      )
  }
}
