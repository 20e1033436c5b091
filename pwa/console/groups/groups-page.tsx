import { Title } from '../../ui/title.tsx'

/** To come. */
export const GroupsPage = () => <Title>Groups</Title>
