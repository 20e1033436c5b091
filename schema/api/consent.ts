/** `GET /api/applications`: one that I may use, or that holds something of mine. */
export type MyApplication = {
  id: string
  name: string
  /** Where it is opened; '': nowhere. */
  homeUrl: string
  /** What it may know of me; null: it was not let in. */
  access: {
    /** As OpenID Connect calls them. */
    scopes: string[]
    /** Since when, in unix seconds. */
    since: number
    /** Whether it goes on while I am signed out. */
    offline: boolean
  } | null
}
