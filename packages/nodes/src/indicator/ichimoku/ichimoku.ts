import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { IchimokuCloud } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({
  conversion: bars('Conversion', 9, { max: 1000, description: 'Candles of the conversion line (tenkan).' }),
  base: bars('Base', 26, { max: 1000, description: 'Candles of the base line (kijun).' }),
  span: bars('Leading span B', 52, { max: 1000, description: 'Candles of leading span B.' }),
  displacement: bars('Displacement', 26, { max: 1000, description: 'Bars by which the cloud is drawn ahead.' }),
})
type Config = z.output<typeof config>

/** The library answers only when its longest line is ready, so each line gets an object with this one length everywhere. */
function middleOf(period: number) {
  const cloud = new IchimokuCloud({ high: [], low: [], conversionPeriod: period, basePeriod: period, spanPeriod: period, displacement: 1 })
  return (high: number, low: number): number | undefined => cloud.generator.next({ high, low }).value?.conversion
}

/** The value of `rows` calls ago. */
function delayed(rows: number) {
  const waiting: (number | undefined)[] = []
  return (value: number | undefined): number | undefined => {
    waiting.push(value)
    return waiting.length > rows ? waiting.shift() : undefined
  }
}

export const ichimoku = defineNativeNode({
  type: 'indicator.ichimoku',
  version: 1,
  title: 'Ichimoku cloud',
  summary: 'Conversion and base line, the leading spans and the cloud over the present bar.',
  help: md`
    conversion (tenkan), base (kijun) and span B = (highest high + lowest low) / 2 over 9, 26 and 52 candles; span A = (conversion + base) / 2
    (G. Hosoda). **Span A** and **span B** are those computed now, which a chart draws 26 bars ahead. **Cloud A** and **cloud B** are
    those of 26 bars ago: the cloud that lies over the present bar, to be compared with the close. Nothing is taken from the future; the
    lagging span is the close itself, drawn back.

    Each line starts as soon as its own window is full. Close above both cloud lines: up trend; between them: none.
  `,
  category: 'indicator',
  keywords: ['cloud', 'tenkan', 'kijun', 'senkou', 'kumo', 'trend'],
  icon: 'cloud',
  config,
  inputs: { candles: candles('Closed candles') },
  outputs: {
    conversion: series('Conversion line (tenkan)', { unit: 'price' }),
    base: series('Base line (kijun)', { unit: 'price' }),
    spanA: series('Leading span A, not shifted', { title: 'Span A', unit: 'price' }),
    spanB: series('Leading span B, not shifted', { title: 'Span B', unit: 'price' }),
    cloudA: series('Leading span A over the present bar', { title: 'Cloud A', unit: 'price' }),
    cloudB: series('Leading span B over the present bar', { title: 'Cloud B', unit: 'price' }),
  },
  native: throughLibrary<Config, 'conversion' | 'base' | 'spanA' | 'spanB' | 'cloudA' | 'cloudB'>({
    columns: ['candles.high', 'candles.low'],
    warmUp({ conversion, base, span, displacement }) {
      const spanA = Math.max(conversion, base) - 1
      return {
        conversion: conversion - 1,
        base: base - 1,
        spanA,
        spanB: span - 1,
        cloudA: spanA + displacement,
        cloudB: span - 1 + displacement,
      }
    },
    memory: ({ conversion, base, span, displacement }) => Math.max(conversion, base, span) + displacement,
    start({ conversion, base, span, displacement }) {
      const [conversionLine, baseLine, spanLine] = [middleOf(conversion), middleOf(base), middleOf(span)]
      const [behindA, behindB] = [delayed(displacement), delayed(displacement)]
      return ([high = Number.NaN, low = Number.NaN]) => {
        const [fast, slow, spanB] = [conversionLine(high, low), baseLine(high, low), spanLine(high, low)]
        const spanA = fast === undefined || slow === undefined ? undefined : (fast + slow) / 2
        return { conversion: fast, base: slow, spanA, spanB, cloudA: behindA(spanA), cloudB: behindB(spanB) }
      }
    },
  }),
  examples: [
    {
      title: 'The cloud is one bar late',
      config: { conversion: 1, base: 2, span: 2, displacement: 1 },
      inputs: {
        candles: [
          [1, 2, 1, 2, 1],
          [2, 4, 2, 3, 1],
          [3, 6, 4, 5, 1],
        ],
      },
      outputs: {
        conversion: [1.5, 3, 5],
        base: [null, 2.5, 4],
        spanA: [null, 2.75, 4.5],
        cloudA: [null, null, 2.75],
        cloudB: [null, null, 2.5],
      },
    },
  ],
})
