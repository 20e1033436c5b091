import { effect } from '@preact/signals'
import { watchIdleness } from './idleness.ts'
import { loadMarks } from './marks.ts'
import type { Models } from './models.ts'
import { watchClock } from './server-clock.ts'

/** What is looked after while the app is open. Loaded once the first codes stand: they wait for none of it. */
export const lookAfter = ({ vault, preferences, protection, update }: Models): void => {
  void loadMarks()
  void protection.check()
  void update.watch()
  watchClock(preferences)
  watchIdleness(vault, preferences)
  const done = effect(() => {
    if (vault.state.value.kind !== 'open') return
    // Not in here: an effect may not change what it hears.
    queueMicrotask(() => {
      done()
      // The one waits for all tokens to be read, and so does the other.
      void vault.emptyTrash().then(() => askServer({ vault, preferences }))
    })
  })
}

/** Only those who have registered something are known to a server. */
const askServer = async (asked: Pick<Models, 'vault' | 'preferences'>): Promise<void> => {
  if (!asked.vault.tokens.peek().some(({ registered }) => registered)) return
  const { checkDevices } = await import('./device-status.ts')
  await checkDevices(asked)
}
