import { create } from 'zustand'

export type ThemeChoice = 'light' | 'dark' | 'system'
const storageKey = 'strategraph.theme'

const dark = matchMedia('(prefers-color-scheme: dark)')
const resolve = (choice: ThemeChoice): 'light' | 'dark' => (choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice)

function stored(): ThemeChoice {
  const text = localStorage.getItem(storageKey)
  return text === 'light' || text === 'dark' ? text : 'system'
}

/** `resolved` is what is drawn: canvases and charts read their colours again when it changes. */
export const useTheme = create<{ readonly choice: ThemeChoice; readonly resolved: 'light' | 'dark' }>(() => {
  const choice = stored()
  return { choice, resolved: resolve(choice) }
})

function apply(): void {
  document.documentElement.dataset['theme'] = useTheme.getState().resolved
}

export function setTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice)
  useTheme.setState({ choice, resolved: resolve(choice) })
}

/** Value of a CSS custom property (`--up`), for canvases. */
export function cssColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

dark.addEventListener('change', () => useTheme.setState(({ choice }) => ({ choice, resolved: resolve(choice) })))
useTheme.subscribe(apply)
apply()
