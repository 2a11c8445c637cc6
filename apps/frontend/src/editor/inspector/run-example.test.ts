import { describe, expect, it } from 'vitest'
import { registry } from '../model/strategy.ts'
import { rowsOf, runExample } from './run-example.ts'

const isClose = (a: unknown, b: unknown, tolerance: number) =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= Math.max(1e-12, tolerance) * Math.max(1, Math.abs(b)))

describe('an example run in the page', () => {
  for (const definition of registry.all) {
    if (!('examples' in definition) || definition.examples.length === 0) continue
    it(`${definition.type} gives what its help says`, () => {
      for (const example of definition.examples) {
        const result = runExample(
          definition,
          example.config ?? {},
          rowsOf(example),
          Math.max(...[...Object.values(example.inputs), ...Object.values(example.outputs)].map((rows) => rows.length)),
        )
        expect(result).toMatchObject({ ok: true })
        if (!result.ok) continue
        for (const [port, expected] of Object.entries(example.outputs)) {
          const actual = result.outputs[port] ?? []
          const wrong = expected.findIndex((value, row) => !isClose(actual[row], value, example.tolerance ?? 0))
          expect({ example: example.title, port, wrong, actual: actual[wrong] }).toEqual({
            example: example.title,
            port,
            wrong: -1,
            actual: undefined,
          })
        }
      }
    })
  }

  it('says what is wrong with settings instead of failing', () => {
    const ema = registry.get('indicator.ema')
    expect(ema && runExample(ema, { period: -1 }, { source: [1, 2] }).ok).toBe(false)
  })
})
