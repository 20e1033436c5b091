import { maxSeedFileBytes } from '../../../schema/api/token-series.ts'

/** What is said beside a file of seeds. */
export type SeedForm = {
  password: string
  label: string
  presharedKey: string
  allowZipCrypto: boolean
  allowShortSecrets: boolean
}

export const emptyForm: SeedForm = {
  password: '',
  label: '',
  presharedKey: '',
  allowZipCrypto: true,
  allowShortSecrets: false,
}

/** Why a file is not worth sending. */
export const refusalOf = ({ size }: File): string | null => {
  if (size === 0) return 'The file is empty.'
  return size > maxSeedFileBytes
    ? `The file is larger than ${Math.floor(maxSeedFileBytes / 1_000_000)} MB. Ask your vendor for it in parts.`
    : null
}

/** `tokens 2026.csv.zip` as a first proposal for a label: `tokens 2026`. */
export const labelOf = ({ name }: File): string => name.replace(/(\.\w{1,4})+$/, '').slice(0, 64)

/** As the Worker takes it: what is empty is not said. */
export const fieldsOf = (form: SeedForm) => ({
  ...(form.password && { password: form.password }),
  ...(form.presharedKey.trim() && { presharedKey: form.presharedKey.replaceAll(/\s/g, '') }),
  ...(form.label.trim() && { label: form.label.trim() }),
  allowZipCrypto: form.allowZipCrypto ? ('true' as const) : ('false' as const),
  allowShortSecrets: form.allowShortSecrets ? ('true' as const) : ('false' as const),
})
