import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FobIcon, UploadIcon } from '../../ui/icons.tsx'

export const importTokens = (
  <ButtonLink kind="primary" href="/console/tokens/import">
    <UploadIcon size={18} />
    Import tokens
  </ButtonLink>
)

/** Before the first import. */
export const NoTokens = ({ mayImport }: { mayImport: boolean }) => (
  <EmptyState
    icon={<FobIcon size={24} />}
    title="No hardware tokens yet"
    action={mayImport && importTokens}
  >
    {mayImport
      ? 'Import the file that came with your tokens. Then give them to people, or let people register theirs by the serial on the back.'
      : 'A super admin imports the file that came with the tokens. Then you can give them to people.'}
  </EmptyState>
)
