import { Title } from '../../ui/title.tsx'

/** To come. */
export const AuditPage = () => <Title>Audit log</Title>
