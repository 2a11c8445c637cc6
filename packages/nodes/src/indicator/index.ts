import type { NodeDefinition } from '@strategraph/strategy-core'
import { accumulationDistribution } from './accumulation-distribution/accumulation-distribution.ts'
import { adx } from './adx/adx.ts'
import { aroon } from './aroon/aroon.ts'
import { atr } from './atr/atr.ts'
import { awesomeOscillator } from './awesome-oscillator/awesome-oscillator.ts'
import { balanceOfPower } from './balance-of-power/balance-of-power.ts'
import { bollinger } from './bollinger/bollinger.ts'
import { cci } from './cci/cci.ts'
import { chandelierExit } from './chandelier-exit/chandelier-exit.ts'
import { cmf } from './cmf/cmf.ts'
import { cmo } from './cmo/cmo.ts'
import { dema } from './dema/dema.ts'
import { donchian } from './donchian/donchian.ts'
import { elderRay } from './elder-ray/elder-ray.ts'
import { ema } from './ema/ema.ts'
import { forceIndex } from './force-index/force-index.ts'
import { heikinAshi } from './heikin-ashi/heikin-ashi.ts'
import { hull } from './hull/hull.ts'
import { ichimoku } from './ichimoku/ichimoku.ts'
import { kama } from './kama/kama.ts'
import { keltner } from './keltner/keltner.ts'
import { kst } from './kst/kst.ts'
import { linearRegression } from './linear-regression/linear-regression.ts'
import { macd } from './macd/macd.ts'
import { mfi } from './mfi/mfi.ts'
import { momentum } from './momentum/momentum.ts'
import { obv } from './obv/obv.ts'
import { parabolicSar } from './parabolic-sar/parabolic-sar.ts'
import { priceOscillator } from './price-oscillator/price-oscillator.ts'
import { realizedVolatility } from './realized-volatility/realized-volatility.ts'
import { roc } from './roc/roc.ts'
import { rsi } from './rsi/rsi.ts'
import { sma } from './sma/sma.ts'
import { stochastic } from './stochastic/stochastic.ts'
import { stochasticRsi } from './stochastic-rsi/stochastic-rsi.ts'
import { supertrend } from './supertrend/supertrend.ts'
import { t3 } from './t3/t3.ts'
import { tema } from './tema/tema.ts'
import { trima } from './trima/trima.ts'
import { trix } from './trix/trix.ts'
import { ultimateOscillator } from './ultimate-oscillator/ultimate-oscillator.ts'
import { vwap } from './vwap/vwap.ts'
import { vwma } from './vwma/vwma.ts'
import { wilderAverage } from './wilder-average/wilder-average.ts'
import { williamsR } from './williams-r/williams-r.ts'
import { wma } from './wma/wma.ts'

/** Averages first, then oscillators, trend, bands and volatility, volume: the palette's order. */
export const indicatorNodes: readonly NodeDefinition[] = [
  sma,
  ema,
  wma,
  dema,
  tema,
  t3,
  trima,
  kama,
  vwma,
  hull,
  wilderAverage,
  macd,
  priceOscillator,
  rsi,
  stochastic,
  stochasticRsi,
  cci,
  williamsR,
  roc,
  momentum,
  cmo,
  mfi,
  ultimateOscillator,
  trix,
  kst,
  awesomeOscillator,
  balanceOfPower,
  adx,
  aroon,
  parabolicSar,
  supertrend,
  ichimoku,
  heikinAshi,
  linearRegression,
  atr,
  bollinger,
  keltner,
  donchian,
  chandelierExit,
  realizedVolatility,
  vwap,
  obv,
  accumulationDistribution,
  cmf,
  forceIndex,
  elderRay,
]
