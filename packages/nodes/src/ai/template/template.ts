import type { PortKind, PortValues } from '@strategraph/strategy-core'

/** `{{name}}`, blanks allowed inside the braces. */
const placeholder = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/g

/** The names that a template asks for, each once, in order of appearance. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? ''))]
}

/** Why a template cannot be filled from these names; an empty list when it can. */
export function templateProblems(template: string, names: readonly string[]): readonly string[] {
  const unknown = placeholdersOf(template)
    .filter((name) => !names.includes(name))
    .map(
      (name) =>
        `{{${name}}} is not one of the inputs (${names.length === 0 ? 'there are none yet' : names.join(', ')}): rename it or add an input of that name`,
    )
  const rest = template.replaceAll(placeholder, '')
  const broken = rest.includes('{{') || rest.includes('}}')
  return broken
    ? [...unknown, 'a placeholder is not written as {{name}}: two braces, a name of letters, digits and _, two braces']
    : unknown
}

/**
 * Puts values in the place of their names, once: a value that itself contains `{{...}}` stays as it is, so text from
 * outside cannot reach other values.
 */
export function fillTemplate(template: string, value: (name: string) => string): string {
  return template.replaceAll(placeholder, (_, name: string) => value(name))
}

/** A value as text: numbers with all their digits and no exponent, yes/no, and "no value" where there is none. */
export function valueAsText(value: PortValues[PortKind] | undefined): string {
  if (value === undefined || (typeof value === 'number' && Number.isNaN(value))) return 'no value'
  if (typeof value === 'number') return numberInFull(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  return JSON.stringify(value)
}

/** The shortest text that reads back as the same number, without an exponent: 1e-7 is "0.0000001". */
export function numberInFull(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e')
  if (exponent === undefined) return mantissa
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const shift = Number(exponent)
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - whole.length)}${whole}${fraction}`
  return sign + whole + fraction.padEnd(shift, '0')
}
