import { Title } from '../../ui/title.tsx'

/** To come. */
export const DashboardPage = () => <Title>Dashboard</Title>
