import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { TokenSeriesDetails } from '../../../schema/api/token-series.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Count, Counts } from '../../ui/counts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FobIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Time } from '../../ui/time.tsx'
import { Title } from '../../ui/title.tsx'
import type { PageProps } from '../pages.tsx'
import { SeriesModel } from '../state/series.ts'
import { formatNames } from './seed-words.ts'
import { SeriesDialogs } from './series-dialogs.tsx'
import { TokensTable } from './tokens-table.tsx'
import './tokens.css'

/** `/console/tokens/series/:id`: the tokens that came in one file. */
export const SeriesPage = ({ id, me }: PageProps) => {
  const model = useModel(() => new SeriesModel(id))
  useEffect(() => void model.load(), [])
  const state = model.series.state.value
  const gone =
    state.kind === 'failed' && ['not_found', 'malformed_request'].includes(state.fault.code)
  return (
    <div class="stack stack--wide">
      {gone ? (
        <Gone />
      ) : (
        <Loaded state={state} onRetry={() => void model.load()}>
          {(series) => (
            <SeriesParts model={model} series={series} mayWrite={me.role === 'super_admin'} />
          )}
        </Loaded>
      )}
      <StepUp model={model.stepUp} />
    </div>
  )
}

type SeriesPartsProps = { model: SeriesModel; series: TokenSeriesDetails; mayWrite: boolean }

const SeriesParts = ({ model, series, mayWrite }: SeriesPartsProps) => (
  <>
    <div>
      <BackLink href="/console/tokens/series">Series</BackLink>
      <div class="row row--between">
        <Title
          lead={
            <>
              {formatNames[series.format]}, imported <Time at={series.createdAt} />
            </>
          }
        >
          {series.label}
        </Title>
        {mayWrite && <Button onClick={() => model.ask('rename')}>Rename</Button>}
      </div>
    </div>
    <SeriesTokens model={model} series={series} />
    {mayWrite && (
      <Section
        title="Delete this series"
        lead="All its tokens go with it, also those that people hold."
        action={
          <Button kind="danger-quiet" onClick={() => model.ask('delete')}>
            Delete series
          </Button>
        }
      />
    )}
    <SeriesDialogs model={model} series={series} />
  </>
)

const SeriesTokens = ({ model: { tokens }, series }: Omit<SeriesPartsProps, 'mayWrite'>) => (
  <Section
    title="Its tokens"
    action={
      <ButtonLink small href={`/console/tokens?series=${series.id}`}>
        Search and filter
      </ButtonLink>
    }
  >
    <div class="stack">
      <Counts>
        <Count label="Tokens" value={series.tokens} />
        <Count label="Assigned" value={series.assigned} />
        <Count label="Unassigned" value={series.tokens - series.assigned} />
      </Counts>
      <Loaded state={tokens.state.value} onRetry={() => void tokens.load()}>
        {(found) =>
          found.length > 0 ? (
            <TokensTable tokens={found} ofOneSeries />
          ) : (
            <p class="muted">No token is left in it: all were deleted, one by one.</p>
          )
        }
      </Loaded>
      <More list={tokens} small />
    </div>
  </Section>
)

const Gone = () => (
  <EmptyState
    page
    icon={<FobIcon size={24} />}
    title="This series is not there"
    action={<ButtonLink href="/console/tokens/series">Go to the series</ButtonLink>}
  >
    It was deleted, or the address is mistyped.
  </EmptyState>
)
