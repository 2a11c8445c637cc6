/** What a key combination is made of; `Mod` is Ctrl, or Cmd on a Mac. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Whether a press is the combination, such as `Mod+Shift+Z` or `?`. Shift is ignored for signs that need it to be typed. */
export function matches(combination: string, press: KeyPress, isMac: boolean): boolean {
  const parts = combination.split('+')
  const key = combination.endsWith('+') ? '+' : (parts.at(-1) ?? '')
  const wants = (name: string) => parts.includes(name)
  const mod = isMac ? press.metaKey : press.ctrlKey
  const other = isMac ? press.ctrlKey : press.metaKey
  if (mod !== wants('Mod') || other || press.altKey !== wants('Alt')) return false
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key)
  if (!isSign && press.shiftKey !== wants('Shift')) return false
  return press.key.toLowerCase() === key.toLowerCase()
}

const names: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
}

/** For reading: `Ctrl+Shift+Z`, on a Mac `⌘⇧Z`. */
export function showKeys(combination: string, isMac: boolean): string {
  const parts = combination === '+' ? ['+'] : combination.split('+').filter((part) => part !== '')
  const mac: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
  return parts.map((part) => (isMac ? mac[part] : undefined) ?? names[part] ?? part).join(isMac ? '' : '+')
}

export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)
