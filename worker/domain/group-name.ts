/** The form under which the name of a group is one and the same. */
export const canonicalGroupName = (name: string): string => name.normalize('NFKC').toLowerCase()
