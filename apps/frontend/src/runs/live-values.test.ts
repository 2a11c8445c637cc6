import { describe, expect, it } from 'vitest'
import { createLiveValues, historyLength } from './live-values.ts'

describe('live values', () => {
  it('keep the newest history only, oldest first', () => {
    const values = createLiveValues()
    for (let tick = 0; tick < historyLength + 5; tick += 1) values.ingest({ tick, time: tick, values: { 'a.x': tick } })
    const cell = values.cells.get('a.x')
    expect(cell?.count).toBe(historyLength)
    expect(cell?.history[0]).toBe(5)
    expect(cell?.history[historyLength - 1]).toBe(historyLength + 4)
  })

  it('replace the last point while a tick goes on instead of adding one', () => {
    const values = createLiveValues()
    values.ingest({ tick: 1, time: 1, values: { 'a.x': 1 } })
    values.ingest({ tick: 1, time: 1, values: { 'a.x': 2 } })
    expect(values.cells.get('a.x')).toMatchObject({ value: 2, count: 1 })
  })

  it('keep a decision in sight after its moment', () => {
    const values = createLiveValues()
    values.ingest({ tick: 1, time: 1, values: { 'd.decision': { action: 'buy' } } })
    values.ingest({ tick: 2, time: 2, values: { 'd.decision': null } })
    expect(values.cells.get('d.decision')).toMatchObject({ value: null, held: { tick: 1, value: { action: 'buy' } } })
  })

  it('take a decision that the server goes on sending for the old one, until it is another', () => {
    const values = createLiveValues()
    for (const tick of [1, 2, 3]) values.ingest({ tick, time: tick, values: { 'd.decision': { action: 'buy' } } })
    expect(values.cells.get('d.decision')).toMatchObject({ value: null, held: { tick: 1 } })
    values.ingest({ tick: 4, time: 4, values: { 'd.decision': { action: 'close' } } })
    expect(values.cells.get('d.decision')).toMatchObject({ value: { action: 'close' }, held: { tick: 4 } })
  })

  it('load a page up to a row and no further: the past knows no future', () => {
    const values = createLiveValues()
    values.load({ time: [10, 20, 30], values: { 'a.x': [1, 2, 3] } }, 1, 101)
    expect(values.cells.get('a.x')).toMatchObject({ value: 2, count: 2, time: 20 })
    expect(values.tick).toBe(101)
  })

  it('tell listeners once per frame of values, whatever their number', () => {
    const values = createLiveValues()
    let told = 0
    values.subscribe(() => {
      told += 1
    })
    values.ingest({ tick: 1, time: 1, values: { 'a.x': 1, 'b.x': 2 } })
    expect(told).toBe(1)
  })
})
