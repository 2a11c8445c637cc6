import { z } from 'zod'
import { isRecord } from '../model/document-ops.ts'
import { humanize } from '../model/strategy.ts'

interface Described {
  readonly key: string
  readonly title: string
  readonly description: string | undefined
  readonly unit: string | undefined
  /** The definition's wish for a special control: `dataset`, `exchange`, `symbol`, `model`, `rule`. */
  readonly control: string | undefined
  readonly preset: unknown
  readonly isRequired: boolean
}

/** How one setting is edited, derived from the node's zod schema. The schema stays the only judge of what is valid. */
export type Field =
  | (Described & {
      readonly kind: 'number'
      readonly isInteger: boolean
      readonly min: number | undefined
      readonly max: number | undefined
    })
  | (Described & { readonly kind: 'flag' })
  | (Described & { readonly kind: 'choice'; readonly options: readonly (string | number)[] })
  | (Described & { readonly kind: 'text'; readonly isLong: boolean; readonly maxLength: number | undefined })
  | (Described & { readonly kind: 'list'; readonly item: Field; readonly maxItems: number | undefined })
  | (Described & { readonly kind: 'group'; readonly fields: readonly Field[] })
  /** One of several forms, told apart by the value of `tag`. */
  | (Described & { readonly kind: 'variant'; readonly tag: string; readonly variants: readonly Variant[] })
  /** A schema that has no form of its own; edited as JSON. */
  | (Described & { readonly kind: 'json' })

export interface Variant {
  readonly value: string
  readonly title: string
  readonly fields: readonly Field[]
}

type Json = Readonly<Record<string, unknown>>
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

const fieldsBySchema = new WeakMap<z.ZodType, readonly Field[]>()

/** Fields of a config schema in their order. */
export function fieldsOf(schema: z.ZodType): readonly Field[] {
  const known = fieldsBySchema.get(schema)
  if (known !== undefined) return known
  const json: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const fields = isRecord(json) ? objectFields(json) : []
  fieldsBySchema.set(schema, fields)
  return fields
}

function objectFields(json: Json): readonly Field[] {
  const properties = isRecord(json['properties']) ? json['properties'] : {}
  const required = Array.isArray(json['required']) ? json['required'] : []
  return Object.entries(properties).map(([key, property]) => field(key, isRecord(property) ? property : {}, required.includes(key)))
}

function field(key: string, json: Json, isRequired: boolean): Field {
  const described: Described = {
    key,
    title: text(json['title']) ?? humanize(key),
    description: text(json['description']),
    unit: text(json['unit']),
    control: text(json['control']),
    preset: json['default'],
    isRequired,
  }
  if (Array.isArray(json['enum'])) {
    return {
      ...described,
      kind: 'choice',
      options: json['enum'].filter((option) => typeof option === 'string' || typeof option === 'number'),
    }
  }
  const options = json['oneOf'] ?? json['anyOf']
  if (Array.isArray(options)) return variantField(described, options.filter(isRecord))
  switch (json['type']) {
    case 'integer':
    case 'number':
      return { ...described, kind: 'number', isInteger: json['type'] === 'integer', ...bounds(json) }
    case 'boolean':
      return { ...described, kind: 'flag' }
    case 'string': {
      const maxLength = number(json['maxLength'])
      return { ...described, kind: 'text', isLong: described.control === 'text-area' || (maxLength ?? 0) > 1000, maxLength }
    }
    case 'array':
      return {
        ...described,
        kind: 'list',
        item: field('item', isRecord(json['items']) ? json['items'] : {}, true),
        maxItems: number(json['maxItems']),
      }
    case 'object':
      return { ...described, kind: 'group', fields: objectFields(json) }
    default:
      return { ...described, kind: 'json' }
  }
}

function bounds(json: Json): { readonly min: number | undefined; readonly max: number | undefined } {
  const most = number(json['maximum']) ?? number(json['exclusiveMaximum'])
  const least = number(json['minimum']) ?? number(json['exclusiveMinimum'])
  // Bounds that only keep a number finite are no news to anybody.
  const told = (value: number | undefined) => (value === undefined || Math.abs(value) >= 1e12 ? undefined : value)
  return { min: told(least), max: told(most) }
}

function variantField(described: Described, options: readonly Json[]): Field {
  const constants = options.map((option) => {
    const properties = isRecord(option['properties']) ? option['properties'] : {}
    return Object.entries(properties).find(([, property]) => isRecord(property) && typeof property['const'] === 'string')
  })
  const tag = constants[0]?.[0]
  if (tag === undefined) return { ...described, kind: 'json' }
  const variants = options.flatMap((option, index): Variant[] => {
    const constant = constants[index]?.[1]
    const value = isRecord(constant) ? text(constant['const']) : undefined
    if (value === undefined) return []
    return [{ value, title: text(option['title']) ?? humanize(value), fields: objectFields(option).filter((entry) => entry.key !== tag) }]
  })
  return { ...described, kind: 'variant', tag, variants }
}

/** What a new value of a field begins with. */
export function presetOf(entry: Field): unknown {
  if (entry.preset !== undefined) return structuredClone(entry.preset)
  switch (entry.kind) {
    case 'number':
      return entry.min ?? 0
    case 'flag':
      return false
    case 'choice':
      return entry.options[0]
    case 'text':
      return ''
    case 'list':
      return []
    case 'group':
      return presets(entry.fields)
    case 'variant':
      return variantPreset(entry.tag, entry.variants[0])
    case 'json':
      return null
  }
}

export const presets = (fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((entry) => [entry.key, presetOf(entry)]))

export const variantPreset = (tag: string, variant: Variant | undefined): Record<string, unknown> =>
  variant === undefined ? {} : { [tag]: variant.value, ...presets(variant.fields) }
