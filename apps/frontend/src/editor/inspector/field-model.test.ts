import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { iconOf } from '../canvas/node-icons.ts'
import { registry } from '../model/strategy.ts'
import { type Field, fieldsOf, presetOf, variantPreset } from './field-model.ts'

const kindsIn = (fields: readonly Field[]): readonly string[] =>
  fields.flatMap((field) => [
    field.kind,
    ...(field.kind === 'group' ? kindsIn(field.fields) : []),
    ...(field.kind === 'list' ? kindsIn([field.item]) : []),
    ...(field.kind === 'variant' ? field.variants.flatMap((variant) => kindsIn(variant.fields)) : []),
  ])

describe('every built-in node', () => {
  for (const definition of registry.all) {
    it(`${definition.type} has a form without raw JSON, and its icon`, () => {
      expect(kindsIn(fieldsOf(definition.config))).not.toContain('json')
      expect({ icon: definition.icon, isKnown: definition.icon === undefined || iconOf(definition.icon) !== undefined }).toMatchObject({
        isKnown: true,
      })
    })
  }
})

describe('a form derived from a schema', () => {
  const [length, side, on, note, list, origin] = fieldsOf(
    z.object({
      length: z.int().min(2).max(50).default(14).meta({ title: 'Length', unit: 'bars', description: 'How many' }),
      side: z.enum(['buy', 'sell']),
      on: z.boolean().default(true),
      note: z.string().max(5000),
      list: z.array(z.object({ name: z.string(), weight: z.number().default(1) })).max(3),
      origin: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('simulated'), seed: z.int().default(1) }),
        z.object({ kind: z.literal('file'), path: z.string() }),
      ]),
    }),
  )

  it('knows title, unit, help, bounds and default of a number', () => {
    expect(length).toMatchObject({
      kind: 'number',
      title: 'Length',
      unit: 'bars',
      description: 'How many',
      min: 2,
      max: 50,
      isInteger: true,
      preset: 14,
    })
  })

  it('tells choice, yes/no and long text apart, and names what has no title', () => {
    expect(side).toMatchObject({ kind: 'choice', title: 'Side', options: ['buy', 'sell'], isRequired: true })
    expect(on?.kind).toBe('flag')
    expect(note).toMatchObject({ kind: 'text', isLong: true })
  })

  it('gives a new list item its presets', () => {
    expect(list?.kind === 'list' && presetOf(list.item)).toEqual({ name: '', weight: 1 })
  })

  it('gives a chosen variant its tag and presets', () => {
    expect(origin?.kind === 'variant' && variantPreset(origin.tag, origin.variants[0])).toEqual({ kind: 'simulated', seed: 1 })
    expect(origin?.kind === 'variant' && origin.variants.map((variant) => variant.title)).toEqual(['Simulated', 'File'])
  })
})
