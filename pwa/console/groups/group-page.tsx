import { Title } from '../../ui/title.tsx'

/** To come. */
export const GroupPage = () => <Title>Group</Title>
