/** What each scope of OpenID Connect lets an application know or do, to the person whom it is about. */
const words: Record<string, string> = {
  openid: 'An id that stands for you, and how you signed in',
  profile: 'Your name and username',
  email: 'Your e-mail address',
  groups: 'The groups that you are in',
  role: 'Your role in Latchkey',
  offline_access: 'All of this also while you are not signed in',
}

/** In the order in which they were asked for. What we have no words for is shown as it is. */
export const scopeWords = (scopes: readonly string[]): string[] =>
  scopes.map((scope) => words[scope] ?? scope)
