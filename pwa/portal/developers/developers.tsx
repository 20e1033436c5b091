import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/field.tsx'
import { SearchIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import { WorkPage } from '../../ui/work-page.tsx'
import { ApiDocumentModel } from '../state/api-document.ts'
import type { ApiDocument, Group } from './document.ts'
import { Introduction } from './introduction.tsx'
import { OperationItem } from './operation-item.tsx'
import '../../ui/list.css'
import '../account/contents.css'
import './developers.css'

const anchorOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

/** `/developers`: what the API says of itself, for people. */
export const Developers = () => {
  const model = useModel(ApiDocumentModel)
  useEffect(() => {
    void model.document.load()
    addEventListener('hashchange', model.follow)
    return () => removeEventListener('hashchange', model.follow)
  }, [])
  const groups = model.groups.value
  const isReady = model.document.state.value.kind === 'ready'
  useEffect(() => {
    // The address may point at a part, which was not there yet when the page was.
    if (isReady) document.getElementById(model.wanted.value)?.scrollIntoView()
  }, [isReady])
  return (
    <WorkPage home="/" name="Developers" end={<a href="/account">My account</a>}>
      <Loaded state={model.document.state.value} onRetry={() => void model.document.load()}>
        {(described) => (
          <div class="api">
            <div class="api__head stack">
              <Title lead="Who is this, how surely, and since when.">The API of Latchkey</Title>
              <Introduction document={described} />
              <SearchField
                label="Search operations"
                name="search"
                placeholder="Search by path or word"
                value={model.typed.value}
                onValue={(value) => (model.typed.value = value)}
              />
            </div>
            <Tags groups={groups} />
            <div class="api__groups">
              {groups.length === 0 && (
                <EmptyState icon={<SearchIcon size={24} />} title="Nothing fits">
                  No operation has all of these words.
                </EmptyState>
              )}
              {groups.map((group) => (
                <GroupSection
                  key={group.name}
                  group={group}
                  document={described}
                  wanted={model.wanted.value}
                />
              ))}
            </div>
          </div>
        )}
      </Loaded>
    </WorkPage>
  )
}

const Tags = ({ groups }: { groups: Group[] }) => (
  <nav class="contents api__tags" aria-label="On this page">
    <ul>
      {groups.map(({ name }) => (
        <li key={name}>
          <a href={`#${anchorOf(name)}`}>{name}</a>
        </li>
      ))}
    </ul>
  </nav>
)

type GroupProps = { group: Group; document: ApiDocument; wanted: string }

const GroupSection = ({ group, document, wanted }: GroupProps) => (
  <section class="api-group" id={anchorOf(group.name)} aria-label={group.name}>
    <h2>{group.name}</h2>
    <p class="muted">{group.description}</p>
    <div class="api-group__operations">
      {group.operations.map((operation) => (
        <OperationItem
          key={operation.operationId}
          operation={operation}
          schemes={document.components.securitySchemes}
          wanted={operation.operationId === wanted}
        />
      ))}
    </div>
  </section>
)
