import type { ComponentChildren } from 'preact'
import { CopyButton } from '../../ui/copy-button.tsx'
import './totp.css'

/** The encoder comes only now: nobody needs it to sign in. */
export const pictureOf = async (uri: string): Promise<string> => {
  const { encodeQR } = await import('qr')
  // Four modules of quiet zone (ISO/IEC 18004, 6.3.8): the page around may be dark.
  const svg = encodeQR(uri, 'svg', { ecc: 'medium', border: 4 })
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** A code as one reads it off: in groups of four, however it came. */
export const Grouped = ({ text }: { text: string }) => (
  <p class="enroll__secret">
    {(text.replaceAll(/[\s-]/g, '').match(/.{1,4}/g) ?? []).map((group, index) => (
      <span key={index}>{group} </span>
    ))}
  </p>
)

/** A QR code to scan, and beside it the way for those who cannot. */
export const Scannable = ({
  picture,
  children,
}: {
  picture: string
  children: ComponentChildren
}) => (
  <div class="enroll__key">
    <img class="enroll__qr" src={picture} width={208} height={208} alt="QR code with your key" />
    <div class="enroll__manual">{children}</div>
  </div>
)

/** The key itself, for any authenticator app. */
export const Key = ({ secret, picture }: { secret: string; picture: string }) => (
  <Scannable picture={picture}>
    <p class="muted">Cannot scan? Type this key into the app:</p>
    <Grouped text={secret} />
    <CopyButton text={secret} label="Copy key" />
  </Scannable>
)
