import { CopyButton } from './copy-button.tsx'
import './secret-key.css'

type SecretKeyProps = {
  /** base32 */
  secret: string
  /** The QR code as a data: URL. */
  picture: string
}

/** A key for an authenticator app: to scan, or to type in groups of four. */
export const SecretKey = ({ secret, picture }: SecretKeyProps) => (
  <div class="secret-key">
    <img class="secret-key__qr" src={picture} width={208} height={208} alt="QR code with the key" />
    <div class="secret-key__manual">
      <p class="muted">Cannot scan? Type this key into the app:</p>
      <p class="secret-key__secret">
        {(secret.match(/.{1,4}/g) ?? []).map((group, index) => (
          <span key={index}>{group} </span>
        ))}
      </p>
      <CopyButton text={secret} label="Copy key" />
    </div>
  </div>
)
