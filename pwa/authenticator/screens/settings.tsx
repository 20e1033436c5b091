import './settings.css'
import { useEffect } from 'preact/hooks'
import {
  DownloadIcon,
  GripIcon,
  ShieldIcon,
  TrashIcon,
  UploadIcon,
  UsersIcon,
} from '../../ui/icons.tsx'
import { Title } from '../../ui/title.tsx'
import { language, words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { linkTo } from '../state/route.ts'
import { AppearanceSettings } from './settings-appearance.tsx'
import { Group, LinkRow } from './settings-rows.tsx'
import { SafetySettings } from './settings-safety.tsx'
import { StorageCard } from './settings-storage.tsx'
import { Shell } from './shell.tsx'

const backupText = (at: number | undefined): string => {
  const t = words('settings')
  if (at === undefined) return t.backupNever
  return t.backupAt(new Date(at).toLocaleDateString(language(), { dateStyle: 'long' }))
}

const TokenSettings = ({ vault, preferences }: Models) => {
  const t = words('settings')
  const { backup } = preferences.values.value
  return (
    <Group title={t.tokens}>
      <LinkRow
        icon={<UploadIcon />}
        href={linkTo({ screen: 'backup' })}
        title={t.backup}
        text={backupText(backup?.at)}
      />
      <LinkRow icon={<DownloadIcon />} href={linkTo({ screen: 'import' })} title={t.import} />
      <LinkRow
        icon={<ShieldIcon />}
        href={linkTo({ screen: 'register' })}
        title={t.register}
        text={t.registerText}
      />
      <LinkRow icon={<UsersIcon />} href={linkTo({ screen: 'sign-in' })} title={t.signIn} />
      <LinkRow icon={<GripIcon />} href={linkTo({ screen: 'arrange' })} title={t.arrange} />
      <LinkRow
        icon={<TrashIcon />}
        href={linkTo({ screen: 'trash' })}
        title={t.trash}
        text={t.trashCount(vault.trash.value.length)}
      />
    </Group>
  )
}

/** All that a person may choose on this device. */
export const Settings = (models: Models) => {
  const t = words('settings')
  const { protection } = models
  useEffect(() => void protection.check(), [protection])
  return (
    <Shell back={linkTo({ screen: 'tokens' })}>
      <div class="stack stack--wide settings">
        <Title>{t.title}</Title>
        <StorageCard protection={protection} />
        <TokenSettings {...models} />
        <SafetySettings {...models} />
        <AppearanceSettings preferences={models.preferences} />
      </div>
    </Shell>
  )
}
