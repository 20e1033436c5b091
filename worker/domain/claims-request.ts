/**
 * Whether a client wants claims of a certain value (`sub`, `acr`): of somebody else there may be no answer then
 * (OpenID Connect Core, section 5.5.1). All else that it may say of claims can be left unread: they come by
 * scopes, and that one is not there is no error.
 *
 * @param claims the parameter of that name
 */
export const asksForValues = (claims: string): boolean => {
  try {
    const asked: unknown = JSON.parse(claims)
    return membersOf(asked)
      .flatMap(membersOf)
      .some((one) => typeof one === 'object' && one !== null && ('value' in one || 'values' in one))
  } catch {
    return true
  }
}

const membersOf = (one: unknown): unknown[] =>
  typeof one === 'object' && one !== null ? Object.values(one) : []
