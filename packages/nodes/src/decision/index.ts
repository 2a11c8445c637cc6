import { bracket } from './bracket/bracket.ts'
import { closePosition } from './close-position/close-position.ts'
import { fromSignals } from './from-signals/from-signals.ts'
import { sizeFixed } from './size-fixed/size-fixed.ts'
import { sizePercentOfCash } from './size-percent-of-cash/size-percent-of-cash.ts'
import { sizePercentOfEquity } from './size-percent-of-equity/size-percent-of-equity.ts'
import { sizeRiskPerTrade } from './size-risk-per-trade/size-risk-per-trade.ts'

export const decisionNodes = [fromSignals, bracket, sizeFixed, sizePercentOfEquity, sizePercentOfCash, sizeRiskPerTrade, closePosition]
