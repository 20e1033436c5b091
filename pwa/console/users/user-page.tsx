import { Title } from '../../ui/title.tsx'

/** To come. */
export const UserPage = () => <Title>Person</Title>
