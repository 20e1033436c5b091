import { applicationKinds, type ApplicationKind } from '../../../schema/api/application.ts'
import { BrowserIcon, KeyIcon, ShieldIcon } from '../../ui/icons.tsx'
import { kindTexts } from './texts.ts'
import './applications.css'

const icons = { oidc: ShieldIcon, site: BrowserIcon, api: KeyIcon }

/** The three kinds, as what to choose from, or, without links, as what there is. */
export const KindCards = ({ links }: { links: boolean }) => (
  <ul class="kinds" aria-label="Kinds of applications">
    {applicationKinds.map((kind) => (
      <li key={kind} class="kinds__card">
        <KindCard kind={kind} link={links} />
      </li>
    ))}
  </ul>
)

const KindCard = ({ kind, link }: { kind: ApplicationKind; link: boolean }) => {
  const Icon = icons[kind]
  const { name, meaning, example } = kindTexts[kind]
  return (
    <>
      <span class="kinds__icon">
        <Icon size={22} />
      </span>
      <h2 class="kinds__name">
        {link ? <a href={`/console/applications/new?kind=${kind}`}>{name}</a> : name}
      </h2>
      <p>{meaning}</p>
      <p class="muted small">{`For example ${example}.`}</p>
    </>
  )
}
