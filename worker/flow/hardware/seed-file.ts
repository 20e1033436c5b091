import type { TokenImport } from '../../../schema/api/token-series.ts'
import { seedFileLimits, type SeedFileRefusal } from '../../../schema/seed-file.ts'
import { ProblemError } from '../../http/problem.ts'

const { entries, lines, line: lineBytes, iterations } = seedFileLimits

/** Where in the form the fault lies, and a sentence for whoever brought the file. */
const words: Record<SeedFileRefusal, [field: keyof TokenImport | 'file', sentence: string]> = {
  'too-large': ['file', 'The file is too large.'],
  'empty-file': ['file', 'The file is empty.'],
  'unsupported-container': ['file', 'This is neither a zip file nor a table nor PSKC.'],
  'damaged-zip': ['file', 'The zip file is damaged or incomplete.'],
  'unsafe-zip': ['file', 'The zip file is not as an honest one is.'],
  'too-many-entries': ['file', `The zip file may hold at most ${entries} files.`],
  'no-seed-file': ['file', 'The zip file holds no table and no PSKC file.'],
  'several-seed-files': ['file', 'The zip file holds several tables: bring one at a time.'],
  'not-encrypted': ['file', 'The zip file is not encrypted.'],
  'zipcrypto-not-allowed': [
    'allowZipCrypto',
    'The zip file is encrypted with ZipCrypto, which is broken. Ask for AES, or allow it.',
  ],
  'unsupported-zip': [
    'file',
    'The zip file is packed or encrypted in a way that is not read here.',
  ],
  'suspicious-ratio': ['file', 'The zip file would unpack to far more than it is.'],
  'password-missing': ['password', 'The file needs a password.'],
  'wrong-password-or-damaged': ['password', 'The password is wrong, or the file is damaged.'],
  'too-much-text': ['file', 'The file holds too much text.'],
  'too-many-lines': ['file', `The file may have at most ${lines} lines.`],
  'line-too-long': ['file', `A line may have at most ${lineBytes} bytes.`],
  'utf-16': ['file', 'The text is UTF-16: save it as UTF-8.'],
  'not-utf-8': ['file', 'The text is not UTF-8.'],
  'not-text': ['file', 'The file holds no text.'],
  'unknown-format': ['file', 'The columns of this file are not known.'],
  'ambiguous-secrets': ['file', 'The secrets can be read in more than one way.'],
  'no-rows': ['file', 'The file names no token.'],
  'malformed-xml': ['file', 'The file is not well-formed XML.'],
  'xml-doctype': ['file', 'The file declares a document type, which PSKC has none of.'],
  'unsupported-pskc': ['file', 'The PSKC file uses something that is not read here.'],
  'too-many-iterations': [
    'file',
    `The file’s password may be derived with at most ${iterations} iterations.`,
  ],
  'preshared-key-missing': ['presharedKey', 'The file needs its pre-shared key.'],
  'bad-preshared-key': ['presharedKey', 'This is no key of 16, 24 or 32 bytes in hexadecimal.'],
}

/** What was refused, where, and why; nothing of what the file says. */
export const seedFileProblem = ({
  reason,
  line,
}: {
  reason: SeedFileRefusal
  line?: number
}): ProblemError => {
  const [field, sentence] = words[reason]
  const detail = line === undefined ? sentence : `Line ${line}: ${sentence}`
  return new ProblemError(reason === 'too-large' ? 'payload_too_large' : 'malformed_request', {
    field,
    detail,
  })
}
