import type { OidcDetails } from '../../../schema/api/application.ts'
import { errorAt, type Fault } from '../../state/fault.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { LinesField } from './lines-field.tsx'

type ClientFieldsProps = {
  details: OidcDetails
  jwks: string
  fault: Fault | null
  onDetails: (part: Partial<OidcDetails>) => void
  onJwks: (jwks: string) => void
}

const authentications = [
  {
    value: 'client_secret',
    label: 'With a secret',
    meaning: 'An app with a server of its own, which keeps the secret. You make it afterwards.',
  },
  {
    value: 'private_key_jwt',
    label: 'With a key',
    meaning: 'It signs what it asks for with a private key that never leaves it.',
  },
  {
    value: 'none',
    label: 'Not at all',
    meaning: 'An app on a phone, a desktop or in a browser: what it holds, its users can read.',
  },
] as const

/** What an OpenID Connect client has to say. */
export const ClientFields = ({ details, jwks, fault, onDetails, onJwks }: ClientFieldsProps) => {
  const chosen = authentications.find(({ value }) => value === details.clientAuthentication)
  return (
    <>
      <LinesField
        label="Redirect addresses"
        name="redirectUris"
        hint="Where people come back to after they signed in, one a line, letter by letter as the app sends them."
        lines={details.redirectUris}
        error={errorAt(fault, 'redirectUris')}
        onLines={(redirectUris) => onDetails({ redirectUris })}
      />
      <Segmented
        label="How it proves itself"
        name="clientAuthentication"
        hint={chosen?.meaning}
        value={details.clientAuthentication}
        options={authentications}
        onValue={(clientAuthentication) => onDetails({ clientAuthentication })}
      />
      {details.clientAuthentication === 'private_key_jwt' && (
        <TextArea
          label="Its public keys"
          name="jwks"
          rows={6}
          hint="A JWK, or a set of them, as the app shows it. Never a private key."
          value={jwks}
          error={errorAt(fault, 'jwks')}
          onValue={onJwks}
        />
      )}
      <Checkbox
        name="firstParty"
        label="It is ours"
        hint="Nobody is asked whether it may know who they are."
        checked={details.firstParty}
        onChecked={(firstParty) => onDetails({ firstParty })}
      />
      <MoreFields details={details} fault={fault} onDetails={onDetails} />
    </>
  )
}

const advanced = ['postLogoutRedirectUris', 'backchannelLogoutUri', 'audienceUri']

const MoreFields = ({
  details,
  fault,
  onDetails,
}: Pick<ClientFieldsProps, 'details' | 'fault' | 'onDetails'>) => (
  <Fold title="Sign-out, tokens and more" open={advanced.includes(fault?.field ?? '')}>
    <LinesField
      label="Addresses after signing out"
      name="postLogoutRedirectUris"
      optional
      lines={details.postLogoutRedirectUris}
      error={errorAt(fault, 'postLogoutRedirectUris')}
      onLines={(postLogoutRedirectUris) => onDetails({ postLogoutRedirectUris })}
    />
    <TextField
      label="Address that is told of sign-outs"
      name="backchannelLogoutUri"
      optional
      type="url"
      hint="Back-channel logout: we tell it as soon as a session is over."
      value={details.backchannelLogoutUri}
      error={errorAt(fault, 'backchannelLogoutUri')}
      onValue={(backchannelLogoutUri) => onDetails({ backchannelLogoutUri })}
    />
    <TextField
      label="API that it calls"
      name="audienceUri"
      optional
      type="url"
      hint="Its access tokens name this address as whom they are for."
      value={details.audienceUri}
      error={errorAt(fault, 'audienceUri')}
      onValue={(audienceUri) => onDetails({ audienceUri })}
    />
    <SelectField
      label="Signature of ID tokens"
      name="idTokenAlgorithm"
      value={details.idTokenAlgorithm}
      options={[
        { value: 'ES256', label: 'ES256' },
        { value: 'RS256', label: 'RS256, for older apps' },
      ]}
      onValue={(idTokenAlgorithm) => onDetails({ idTokenAlgorithm })}
    />
    <Checkbox
      name="refreshTokens"
      label="It gets refresh tokens"
      hint="People stay signed in there without coming here again. Each token works once."
      checked={details.refreshTokens}
      onChecked={(refreshTokens) => onDetails({ refreshTokens })}
    />
    <Checkbox
      name="requirePushedRequests"
      label="It must push its requests"
      hint="Pushed authorization requests (RFC 9126): what it asks for never travels through the browser."
      checked={details.requirePushedRequests}
      onChecked={(requirePushedRequests) => onDetails({ requirePushedRequests })}
    />
  </Fold>
)
