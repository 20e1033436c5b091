import { Title } from '../../ui/title.tsx'

/** To come. */
export const SettingsPage = () => <Title>Settings</Title>
