import { expect, it } from 'vitest'
import { type KeyPress, matches, showKeys } from './keys.ts'

const press = (key: string, mods: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...mods,
})

it('tells combinations apart by exactly their modifiers', () => {
  expect(matches('Mod+Z', press('z', { ctrlKey: true }), false)).toBe(true)
  expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
  expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true)
  expect(matches('D', press('d', { ctrlKey: true }), false)).toBe(false)
  expect(matches('Mod+Z', press('z', { ctrlKey: true }), true)).toBe(false)
  expect(matches('Mod+Z', press('z', { metaKey: true }), true)).toBe(true)
})

it('ignores Shift for signs, which many keyboards need to type them', () => {
  expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true)
  expect(matches('+', press('+', { shiftKey: true }), false)).toBe(true)
})

it('shows keys in the words of the platform', () => {
  expect(showKeys('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z')
  expect(showKeys('Mod+Shift+Z', true)).toBe('⌘⇧Z')
  expect(showKeys('+', false)).toBe('+')
})
