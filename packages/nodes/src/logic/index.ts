import type { NodeDefinition } from '@strategraph/strategy-core'
import { and } from './and/and.ts'
import { barsSince } from './bars-since/bars-since.ts'
import { between } from './between/between.ts'
import { compare } from './compare/compare.ts'
import { countTrue } from './count-true/count-true.ts'
import { crossOver } from './cross-over/cross-over.ts'
import { crossUnder } from './cross-under/cross-under.ts'
import { holdForBars } from './hold-for-bars/hold-for-bars.ts'
import { latch } from './latch/latch.ts'
import { not } from './not/not.ts'
import { or } from './or/or.ts'
import { risingEdge } from './rising-edge/rising-edge.ts'
import { select } from './select/select.ts'
import { timeWindow } from './time-window/time-window.ts'
import { trueForBars } from './true-for-bars/true-for-bars.ts'
import { valueWhen } from './value-when/value-when.ts'
import { xor } from './xor/xor.ts'

export const logicNodes: readonly NodeDefinition[] = [
  compare,
  between,
  crossOver,
  crossUnder,
  and,
  or,
  not,
  xor,
  select,
  risingEdge,
  trueForBars,
  countTrue,
  holdForBars,
  latch,
  barsSince,
  valueWhen,
  timeWindow,
]
