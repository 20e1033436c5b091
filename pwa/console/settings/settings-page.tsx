import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { routeQuery, setQuery } from '../../state/route.ts'
import { settingNames, type SettingName } from '../../../schema/policy.ts'
import type { SettingsPage as Page } from '../../../schema/api/setting.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/field.tsx'
import { SearchIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { Title } from '../../ui/title.tsx'
import type { PageProps } from '../pages.tsx'
import { PolicyDialogs } from '../policy/policy-dialogs.tsx'
import { SettingsModel } from '../state/settings.ts'
import { SettingRow } from './setting-row.tsx'
import { type SectionName, sections, settingTexts } from './texts.ts'
import './settings.css'

const sectionNames = Object.keys(sections) as SectionName[]

/** Whether each word of a search stands somewhere in what a setting is called and means. */
const isSought = (name: SettingName, search: string): boolean => {
  const { name: title, meaning, section } = settingTexts[name]
  const text = `${name} ${title} ${meaning} ${sections[section].title}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const seek = (search: string) => setQuery({ search })

/** `/console/settings`: what holds for everybody. `?search=` narrows it. */
export const SettingsPage = ({ me }: PageProps) => {
  const model = useModel(SettingsModel)
  useEffect(() => void model.page.load(), [])
  const mayWrite = me.role === 'super_admin'
  const search = routeQuery().get('search') ?? ''
  return (
    <div class="stack stack--wide settings-page">
      <Title lead={mayWrite ? 'What holds for everybody.' : 'Only super admins change settings.'}>
        Settings
      </Title>
      <SearchField
        label="Search settings"
        name="search"
        placeholder="Search settings"
        value={search}
        onValue={seek}
      />
      <Loaded state={model.page.state.value} onRetry={() => void model.page.load()}>
        {(page) => <Sections {...{ model, page, search, mayWrite }} />}
      </Loaded>
      <PolicyDialogs model={model.policy} />
    </div>
  )
}

type SectionsProps = { model: SettingsModel; page: Page; search: string; mayWrite: boolean }

const Sections = ({ model, page, search, mayWrite }: SectionsProps) => {
  const sought = settingNames.filter((name) => isSought(name, search.trim()))
  if (sought.length === 0) return <NothingFound search={search.trim()} />
  const parts = sectionNames.map((section) => ({
    section,
    names: sought.filter((name) => settingTexts[name].section === section),
  }))
  return (
    <>
      {parts
        .filter(({ names }) => names.length > 0)
        .map(({ section, names }) => (
          <Section key={section} {...sections[section]}>
            <ul class="settings">
              {names.map((name) => (
                <SettingRow key={name} {...{ model, page, name, mayWrite }} />
              ))}
            </ul>
          </Section>
        ))}
    </>
  )
}

const NothingFound = ({ search }: { search: string }) => (
  <EmptyState
    icon={<SearchIcon size={24} />}
    title="No setting found"
    action={<Button onClick={() => seek('')}>Clear search</Button>}
  >
    {`Nothing here is about “${search}”.`}
  </EmptyState>
)
