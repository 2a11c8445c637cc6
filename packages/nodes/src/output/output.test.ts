import { describe, expect, it } from 'vitest'
import { bitcoin, fakeContext } from '../decision/testing/fake-context.ts'
import { alert } from './alert/alert.ts'
import { log } from './log/log.ts'
import { plot } from './plot/plot.ts'

const silent = { when: undefined, decision: undefined, value: undefined }

describe('log and alert', () => {
  it('speak when the signal is true, with the value in its place', () => {
    const { context, asked } = fakeContext()
    log.evaluate(
      context,
      { ...silent, when: true, value: '42.5' },
      log.config.parse({ message: 'RSI is {{value}}!', level: 'warning' }),
      {},
      {},
    )
    alert.evaluate(context, { ...silent, when: true }, alert.config.parse({ message: 'crossed', severity: 'critical' }), {}, {})
    expect(asked).toEqual([
      { kind: 'log', level: 'warning', text: 'RSI is 42.5!' },
      { kind: 'alert', severity: 'critical', text: 'crossed' },
    ])
  })

  it('speak at a decision and say it', () => {
    const { context, asked } = fakeContext()
    log.evaluate(
      context,
      { ...silent, decision: { action: 'hold', instrument: bitcoin.id, reason: 'no key' } },
      log.config.parse({}),
      {},
      {},
    )
    expect(asked).toMatchObject([{ text: 'hold: no key' }])
  })

  it('stay silent otherwise', () => {
    const { context, asked } = fakeContext()
    log.evaluate(context, { ...silent, when: false, value: 'x' }, log.config.parse({}), {}, {})
    expect(asked).toEqual([])
  })

  it('a value that is missing reads "no value"', () => {
    const { context, asked } = fakeContext()
    log.evaluate(context, { ...silent, when: true }, log.config.parse({}), {}, {})
    expect(asked).toMatchObject([{ text: 'no value' }])
  })

  it('another placeholder than {{value}} is a problem', () => {
    expect(log.config.safeParse({ message: '{{rsi}}' }).error?.issues[0]?.message).toMatch(/\{\{rsi\}\} is not one of the inputs/)
  })
})

it('plot: says how the chart is to draw it', () => {
  expect(plot.chart?.(plot.config.parse({ pane: 'own', title: 'RSI' }))).toEqual({ pane: 'own', style: 'line', title: 'RSI' })
})
