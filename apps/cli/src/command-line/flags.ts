import type { ArgsDef } from 'citty'
import { UsageError } from './exit.ts'

/** citty takes every argument; one that a command does not know is a slip of the keyboard and must not be a silent default. */
export function refuseUnknownArguments(rawArgs: readonly string[], definitions: ArgsDef): void {
  let places = Object.values(definitions).filter(({ type }) => type === 'positional').length
  for (let at = 0; at < rawArgs.length; at += 1) {
    const argument = rawArgs[at] ?? ''
    if (argument.startsWith('--')) {
      const [name = '', value] = argument.slice(2).split('=', 2)
      const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined
      if (definition === undefined || definition.type === 'positional') throw new UsageError(`Unknown option ${argument.split('=')[0]}.`)
      if (definition.type !== 'boolean' && value === undefined) at += 1
    } else if (/^-./.test(argument)) throw new UsageError(`Unknown option ${argument}. Options begin with two dashes.`)
    else if (places === 0) throw new UsageError(`There is no place for "${argument}".`)
    else places -= 1
  }
}

/** All values of an option that may be given several times (`--data a=x.csv --data b=y.csv`), in order. */
export function repeatedFlag(rawArgs: readonly string[], name: string): readonly string[] {
  const values: string[] = []
  rawArgs.forEach((argument, index) => {
    if (argument.startsWith(`--${name}=`)) values.push(argument.slice(name.length + 3))
    if (argument === `--${name}`) values.push(rawArgs[index + 1] ?? '')
  })
  if (values.includes('')) throw new UsageError(`--${name} needs a value.`)
  return values
}

interface Range {
  readonly min: number
  readonly max: number
}

/** A number within a range, or undefined where the option was not given. */
export function numberFlag(name: string, text: string | undefined, { min, max }: Range): number | undefined {
  if (text === undefined) return undefined
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= min && value <= max)) throw new UsageError(`--${name} must be a number from ${min} to ${max}, not "${text}".`)
  return value
}

export function integerFlag(name: string, text: string | undefined, range: Range): number | undefined {
  const value = numberFlag(name, text, range)
  if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`--${name} must be a whole number, not "${text}".`)
  return value
}

/** Plain decimal text above 0 ("0.1"), kept as text because money is exact. */
export function decimalFlag(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0)
    throw new UsageError(`--${name} must be a plain decimal number above 0, not "${text}".`)
  return text
}

/** A moment: "2024-01-31", "2024-01-31T12:00:00Z" or ms since 1970. A date without a zone is UTC. */
export function timeFlag(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{12,13}$/.test(text)) return Number(text)
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text)
  const value = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.includes('T') && !hasZone ? `${text}Z` : text) : Number.NaN
  // Date.parse makes 2 March of 30 February.
  const day = text.slice(0, 10)
  if (Number.isNaN(value) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day)
    throw new UsageError(`--${name} must be a date like 2024-01-31 or 2024-01-31T12:00:00Z, not "${text}".`)
  return value
}

export function oneOf<const Choice extends string>(name: string, text: string | undefined, choices: readonly Choice[]): Choice | undefined {
  if (text === undefined) return undefined
  const found = choices.find((choice) => choice === text)
  if (found === undefined) throw new UsageError(`--${name} must be one of ${choices.join(', ')}, not "${text}".`)
  return found
}
