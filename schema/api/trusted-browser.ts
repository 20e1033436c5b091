/** `GET /api/trusted-browsers`: one browser that spares me the second factor. Times are unix seconds. */
export type TrustedBrowser = {
  id: string
  name: string
  place: string
  /** The name of the application where it is trusted; null: at our own door. */
  application: string | null
  current: boolean
  createdAt: number
  lastUsedAt: number
  expiresAt: number
}
