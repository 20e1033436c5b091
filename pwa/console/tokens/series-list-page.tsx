import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { TokenSeries } from '../../../schema/api/token-series.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { RowLink, Table, type Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { PageProps } from '../pages.tsx'
import { SeriesListModel } from '../state/series.ts'
import { importTokens, NoTokens } from './no-tokens.tsx'
import { formatNames } from './seed-words.ts'
import { TokensHead } from './tokens-head.tsx'
import './tokens.css'

const columns: [Column<TokenSeries>, ...Column<TokenSeries>[]] = [
  {
    title: 'Series',
    cell: ({ id, label }) => <RowLink href={`/console/tokens/series/${id}`}>{label}</RowLink>,
  },
  { title: 'Tokens', cell: ({ tokens }) => tokens.toLocaleString('en') },
  { title: 'Assigned', cell: ({ assigned }) => assigned.toLocaleString('en') },
  { title: 'Format', wide: true, cell: ({ format }) => formatNames[format] },
  { title: 'Imported', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
]

/** `/console/tokens/series`: the files that tokens came in, the newest first. */
export const SeriesListPage = ({ me }: Pick<PageProps, 'me'>) => {
  const model = useModel(SeriesListModel)
  useEffect(() => void model.load(), [])
  const mayImport = me.role === 'super_admin'
  return (
    <div class="stack stack--wide">
      <TokensHead
        title="Series"
        lead="The tokens that came in one file."
        action={mayImport && importTokens}
      />
      <Loaded state={model.state.value} onRetry={() => void model.load()}>
        {({ series }) =>
          series.length > 0 ? (
            <Table caption="Series" columns={columns} rows={series} keyOf={({ id }) => id} />
          ) : (
            <NoTokens mayImport={mayImport} />
          )
        }
      </Loaded>
    </div>
  )
}
