import { createModel, signal } from '@preact/signals'
import { findBackup } from '../../../schema/backup/envelope.ts'
import { type BackupRefusal, openBackup, readBackup } from '../crypto/backup.ts'
import { readForeign } from '../device/file-reader.ts'
import type { EntryError, FileRefusal, FormatName } from '../formats/reading.ts'
import type { NewToken } from '../storage/token.ts'
import { type Comparison, compare } from './comparison.ts'
import type { VaultModel } from './vault.ts'

export type ImportRefusal = FileRefusal | BackupRefusal | 'no-space' | 'failed'
type Found = { format: FormatName; tokens: NewToken[]; errors: EntryError[] }

type ImportStep =
  | { kind: 'choose' }
  | { kind: 'reading' }
  | { kind: 'passphrase'; format: FormatName }
  | { kind: 'preview'; format: FormatName; comparison: Comparison; errors: EntryError[] }
  | { kind: 'done'; added: number; same: number; left: number; errors: EntryError[] }

/** More than any export; what is longer is not even read. */
const maxBytes = 20 * 2 ** 20

/**
 * Tokens out of a file or a text, ours or another app's. Nothing changes before the person has seen what
 * would become of each, and then all of it does, or nothing.
 */
export const ImportModel = createModel((vault: VaultModel) => {
  const step = signal<ImportStep>({ kind: 'choose' })
  const refusal = signal<ImportRefusal | null>(null)
  /** What waits for its passphrase. */
  let source: Uint8Array<ArrayBuffer> | null = null

  const refuse = (reason: ImportRefusal, back: ImportStep = { kind: 'choose' }): void => {
    refusal.value = reason
    step.value = back
  }

  const show = async ({ format, tokens, errors }: Found): Promise<void> => {
    source = null
    const { tokens: present } = await vault.reveal()
    step.value = { kind: 'preview', format, comparison: compare(present, tokens), errors }
  }

  const readOwn = async (text: string, passphrase: string | null): Promise<void> => {
    const whole = await readBackup(text)
    if (!whole.ok) return refuse(whole.reason)
    if (passphrase === null) {
      step.value = { kind: 'passphrase', format: 'latchkey' }
      return
    }
    const opened = await openBackup(text, passphrase)
    if (!opened.ok) return refuse(opened.reason, { kind: 'passphrase', format: 'latchkey' })
    const errors = opened.value.errors.map(({ entry }) => ({
      at: String(entry),
      reason: 'damaged' as const,
    }))
    await show({ format: 'latchkey', tokens: opened.value.tokens, errors })
  }

  const read = async (passphrase: string | null): Promise<void> => {
    if (!source) return
    refusal.value = null
    step.value = { kind: 'reading' }
    const text = textOf(source)
    if (text !== null && findBackup(text) !== null) return readOwn(text, passphrase)
    const reading = await readForeign({ bytes: source, passphrase })
    switch (reading.kind) {
      case 'read':
        return show(reading)
      case 'locked':
        step.value = { kind: 'passphrase', format: reading.format }
        return
      case 'refused': {
        const mayTryAgain = reading.reason === 'wrong-passphrase' && reading.format
        refuse(
          reading.reason,
          mayTryAgain ? { kind: 'passphrase', format: mayTryAgain } : undefined,
        )
      }
    }
  }

  const take = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    source = bytes
    await read(null).catch(() => refuse('failed'))
  }

  return {
    step,
    refusal,
    takeFile: async (file: Blob): Promise<void> =>
      file.size > maxBytes ? refuse('too-large') : take(new Uint8Array(await file.arrayBuffer())),
    takeText: (text: string): Promise<void> => take(new TextEncoder().encode(text)),
    /** Tokens that were read elsewhere: from a series of QR codes. */
    takeTokens: (found: Found): Promise<void> => show(found),
    open: (passphrase: string): Promise<void> => read(passphrase).catch(() => refuse('failed')),
    /** @param beside whether those of a name that is here already are added beside it, or left out */
    save: async (beside: boolean): Promise<void> => {
      const shown = step.peek()
      if (shown.kind !== 'preview') return
      const { fresh, same, conflicting } = shown.comparison
      const added = beside ? [...fresh, ...conflicting] : fresh
      const saved = added.length > 0 ? await vault.add(added) : 'saved'
      if (saved !== 'saved') return refuse(saved, shown)
      const left = beside ? 0 : conflicting.length
      const { errors } = shown
      step.value = { kind: 'done', added: added.length, same: same.length, left, errors }
    },
    startAgain: (): void => {
      source = null
      refusal.value = null
      step.value = { kind: 'choose' }
    },
  }
})

export type ImportModel = InstanceType<typeof ImportModel>

const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
