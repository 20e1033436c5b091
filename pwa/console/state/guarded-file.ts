import type { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import { saveFile } from '../../ui/save-file.ts'

/**
 * Fetches a file once it is certain who asks, and hands it to the browser's downloads.
 *
 * @returns whether it came; not so where the person closed the dialog
 */
export const saveGuarded = async (
  stepUp: StepUpModel,
  name: string,
  fetchFile: () => Promise<Blob>,
): Promise<boolean> => {
  const made = await stepUp.guard(fetchFile)
  if (!made) return false
  saveFile(name, made.value)
  toast('Exported')
  return true
}
