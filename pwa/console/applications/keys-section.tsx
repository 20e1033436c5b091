import type { Application, ApplicationKey } from '../../../schema/api/application.ts'
import { Button } from '../../ui/button.tsx'
import { KeyIcon, PlusIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import type { PartProps } from './application-page.tsx'
import { scopeTexts } from './texts.ts'

/** What its keys are called, or null where it has none to keep. */
export const keyWords = (app: Application): { one: string; many: string } | null => {
  if (app.kind === 'api') return { one: 'API key', many: 'API keys' }
  return app.kind === 'oidc' && app.details.clientAuthentication === 'client_secret'
    ? { one: 'client secret', many: 'Client secrets' }
    : null
}

/** Client secrets or API keys: never what they are, but when each was last used. */
export const KeysSection = ({ model, app, mayWrite }: PartProps) => {
  const words = keyWords(app)
  if (!words) return null
  return (
    <Section
      title={words.many}
      lead="To replace one, make the next, let the application use it, and delete the former once it is not used any more."
      action={
        mayWrite && (
          <Button small onClick={() => model.ask('key')}>
            <PlusIcon size={18} />
            {`New ${words.one}`}
          </Button>
        )
      }
    >
      {app.keys.length === 0 ? (
        <p class="muted">{`None yet: without one, the application cannot ask anything.`}</p>
      ) : (
        <List label={words.many}>
          {app.keys.map((key) => (
            <KeyItem
              key={key.id}
              item={key}
              action={
                mayWrite && (
                  <Button
                    kind="plain"
                    small
                    aria-label={`Delete ${nameOf(key)}`}
                    onClick={() => model.ask({ deleteKey: key.id })}
                  >
                    Delete
                  </Button>
                )
              }
            />
          ))}
        </List>
      )}
    </Section>
  )
}

/** Nameless ones are told apart by how they end. */
export const nameOf = ({ name, hint }: ApplicationKey): string => name || `…${hint}`

const KeyItem = ({ item, action }: { item: ApplicationKey; action: preact.ComponentChildren }) => {
  const isOver = item.expiresAt !== null && item.expiresAt * 1000 <= Date.now()
  return (
    <ListItem
      icon={<KeyIcon />}
      title={
        <>
          {nameOf(item)}
          {item.scopes.map((scope) => (
            <Badge key={scope}>
              {scopeTexts[scope as keyof typeof scopeTexts]?.label ?? scope}
            </Badge>
          ))}
          {isOver && <Badge kind="warning">Expired</Badge>}
        </>
      }
      meta={
        <>
          {item.name && <>{`…${item.hint} · `}</>}
          {'Made '}
          <Time at={item.createdAt} />
          {' · '}
          {item.lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <Time at={item.lastUsedAt} />
            </>
          )}
          {item.expiresAt !== null && !isOver && (
            <>
              {' · until '}
              <Time at={item.expiresAt} />
            </>
          )}
        </>
      }
      action={action}
    />
  )
}
