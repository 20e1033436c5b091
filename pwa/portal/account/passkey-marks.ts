import apple from 'simple-icons/icons/apple.svg?url'
import bitwarden from 'simple-icons/icons/bitwarden.svg?url'
import dashlane from 'simple-icons/icons/dashlane.svg?url'
import enpass from 'simple-icons/icons/enpass.svg?url'
import google from 'simple-icons/icons/google.svg?url'
import chrome from 'simple-icons/icons/googlechrome.svg?url'
import keepassxc from 'simple-icons/icons/keepassxc.svg?url'
import keeper from 'simple-icons/icons/keeper.svg?url'
import lastpass from 'simple-icons/icons/lastpass.svg?url'
import onePassword from 'simple-icons/icons/1password.svg?url'
import proton from 'simple-icons/icons/proton.svg?url'
import yubico from 'simple-icons/icons/yubico.svg?url'

/**
 * Marks of those who keep passkeys, from a list that others maintain (simple-icons), by how the names begin
 * or end that AAGUIDs stand for; not those that are words, too small to read here. Addresses only: a browser
 * fetches the marks that it shows.
 */
const marks: readonly [RegExp, string][] = [
  [/^1Password/, onePassword],
  [/^(Apple|iCloud) /, apple],
  [/^Bitwarden/, bitwarden],
  [/^Chrome /, chrome],
  [/^Dashlane/, dashlane],
  [/^Enpass/, enpass],
  [/^Google /, google],
  [/^KeePassXC/, keepassxc],
  [/^Keeper/, keeper],
  [/^LastPass/, lastpass],
  [/^Proton /, proton],
  [/^YubiKey |\bby Yubico\b/, yubico],
]

/** @returns the address of a mark; undefined where the list has none, or nobody knows whose it is */
export const markOf = (provider: string | null): string | undefined =>
  marks.find(([names]) => names.test(provider ?? ''))?.[1]
