import type { TokenConflict } from '../../../schema/api/token-series.ts'
import type {
  SeedContainer,
  SeedEncoding,
  SeedFileWarning,
  SeedFormat,
  SeedRowReason,
} from '../../../schema/seed-file.ts'

/** What a file was taken for. */
export const formatNames: Record<SeedFormat, string> = {
  'serial-secret': 'Table of serials and secrets',
  oath: 'OATH table',
  entra: 'Microsoft Entra table',
  yubico: 'Yubico table',
  pskc: 'PSKC (RFC 6030)',
}

export const encodingNames: Record<SeedEncoding, string> = {
  base32: 'in base32',
  hex: 'in hexadecimal',
  base64: 'in base64',
}

/** What protected the secrets on their way here. */
export const containerNames: Record<SeedContainer, string> = {
  plain: 'None',
  zipcrypto: 'ZipCrypto (weak)',
  'aes-128': 'Zip with AES-128',
  'aes-192': 'Zip with AES-192',
  'aes-256': 'Zip with AES-256',
  'pskc-key': 'PSKC with a pre-shared key',
  'pskc-password': 'PSKC with a password',
}

export const warningWords: Record<SeedFileWarning, { title: string; text: string }> = {
  unencrypted: {
    title: 'Nothing protects the secrets in this file',
    text: 'Whoever has a copy can make the codes of these tokens. Delete the file once it is imported, and ask your vendor for an encrypted one next time.',
  },
  zipcrypto: {
    title: 'ZipCrypto does not protect the secrets',
    text: 'It is broken: whoever has a copy of the file can open it without the password. Ask your vendor for AES next time.',
  },
  'short-secrets': {
    title: 'Some secrets are short',
    text: 'They have 80 to 127 bits. RFC 4226 asks for 128.',
  },
  'ignored-columns': {
    title: 'Some columns are not used',
    text: 'The table has columns that we do not know. What stands there is left out.',
  },
}

/** What is wrong with one line. */
export const reasonWords: Record<SeedRowReason | TokenConflict, string> = {
  'serial-conflict': 'A token with this serial is here already, with another secret.',
  'secret-conflict': 'A token with this secret is here already, under another serial.',
  'bad-quotes': 'A quotation mark is not closed as it should be.',
  columns: 'It has more or fewer columns than the others.',
  'serial-missing': 'The serial is missing.',
  'bad-serial': 'The serial has characters that no serial has, or is too long.',
  'duplicate-serial': 'The serial stands in the file twice, with different secrets or settings.',
  repeated: 'The same line stands further up already.',
  'secret-missing': 'The secret is missing.',
  'bad-secret': 'The secret is not written as the others are.',
  'short-secret': 'The secret is shorter than 128 bits.',
  'long-secret': 'The secret is longer than 64 bytes.',
  'zero-secret': 'The secret is all zeros.',
  'duplicate-secret': 'Another token in the file has the same secret.',
  hotp: 'It is a token that counts (HOTP). Only those with a clock (TOTP) can be used.',
  'unsupported-type': 'It is a kind of token that cannot be used here.',
  'bad-algorithm': 'The algorithm is not SHA-1, SHA-256 or SHA-512.',
  'bad-digits': 'Its codes do not have 6 or 8 digits.',
  'bad-period': 'Its codes do not change every 30 or 60 seconds.',
  'bad-text': 'It has characters that cannot be shown.',
  'unsupported-policy': 'The file says that the key is for something else.',
  'mac-missing': 'The check value of the secret is missing.',
}
