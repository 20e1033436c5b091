import { Title } from '../../ui/title.tsx'

/** To come. */
export const TestPage = () => <Title>Test a code</Title>
