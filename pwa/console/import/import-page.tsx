import { Title } from '../../ui/title.tsx'

/** To come. */
export const ImportPage = () => <Title>Import people</Title>
