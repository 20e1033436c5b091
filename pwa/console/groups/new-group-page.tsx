import { Title } from '../../ui/title.tsx'

/** To come. */
export const NewGroupPage = () => <Title>New group</Title>
