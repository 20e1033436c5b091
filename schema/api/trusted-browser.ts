/** `GET /api/trusted-browsers`: one browser that spares me the second factor. Times are unix seconds. */
export type TrustedBrowser = {
  id: string
  name: string
  place: string
  current: boolean
  createdAt: number
  lastUsedAt: number
  expiresAt: number
}
