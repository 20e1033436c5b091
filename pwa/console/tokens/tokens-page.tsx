import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { SearchField } from '../../ui/field.tsx'
import { DownloadIcon, SearchIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import type { PageProps } from '../pages.tsx'
import { TokensModel } from '../state/tokens.ts'
import { importTokens, NoTokens } from './no-tokens.tsx'
import { TokenFilters } from './token-filters.tsx'
import { TokensHead } from './tokens-head.tsx'
import { TokensTable } from './tokens-table.tsx'
import '../users/users.css'

/** `/console/tokens`: all hardware tokens, as the address filters them. */
export const TokensPage = ({ me }: Pick<PageProps, 'me'>) => {
  const model = useModel(TokensModel)
  useEffect(() => void model.series.load(), [])
  const { list, change } = model
  const mayImport = me.role === 'super_admin'
  return (
    <div class="stack stack--wide">
      <TokensHead title="Hardware tokens" action={mayImport && <Actions model={model} />} />
      <FaultNotice fault={change.fault.value} onOver={change.forget} />
      <div class="users__tools">
        <div class="users__search">
          <SearchField
            label="Search tokens"
            name="search"
            placeholder="Search by serial or owner"
            value={model.typed.value}
            onValue={model.seek}
          />
        </div>
        <TokenFilters model={model} />
      </div>
      <Loaded state={list.state.value} onRetry={() => void list.load()}>
        {(tokens) =>
          tokens.length > 0 ? (
            <TokensTable tokens={tokens} />
          ) : (
            <Nothing model={model} mayImport={mayImport} />
          )
        }
      </Loaded>
      <More list={list} />
      <StepUp model={model.stepUp} />
    </div>
  )
}

const Actions = ({ model }: { model: TokensModel }) => (
  <div class="row users__actions">
    <Button
      kind="plain"
      busy={model.change.busy.value === 'export'}
      onClick={() => void model.exportAll()}
    >
      <DownloadIcon size={18} />
      Export
    </Button>
    {importTokens}
  </div>
)

const Nothing = ({ model, mayImport }: { model: TokensModel; mayImport: boolean }) => {
  // A page may be empty though tokens follow: the Worker looks at so many at a time.
  if (model.list.more.value) return null
  if (!model.filters.any.value) return <NoTokens mayImport={mayImport} />
  return (
    <EmptyState
      icon={<SearchIcon size={24} />}
      title="No token found"
      action={<Button onClick={model.clear}>Clear search and filters</Button>}
    >
      Serials are found by how they begin, and so are owners.
    </EmptyState>
  )
}
