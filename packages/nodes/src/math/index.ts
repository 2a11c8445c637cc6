import type { NodeDefinition } from '@strategraph/strategy-core'
import { arithmetic } from './arithmetic/arithmetic.ts'
import { averageOf } from './average-of/average-of.ts'
import { change } from './change/change.ts'
import { clamp } from './clamp/clamp.ts'
import { constant } from './constant/constant.ts'
import { highest } from './highest/highest.ts'
import { lowest } from './lowest/lowest.ts'
import { previous } from './previous/previous.ts'
import { roundToStep } from './round-to-step/round-to-step.ts'
import { runningTotal } from './running-total/running-total.ts'
import { standardDeviation } from './standard-deviation/standard-deviation.ts'
import { sum } from './sum/sum.ts'
import { unary } from './unary/unary.ts'
import { zScore } from './z-score/z-score.ts'

export const mathNodes: readonly NodeDefinition[] = [
  constant,
  arithmetic,
  unary,
  roundToStep,
  clamp,
  averageOf,
  previous,
  change,
  highest,
  lowest,
  sum,
  runningTotal,
  standardDeviation,
  zScore,
]
