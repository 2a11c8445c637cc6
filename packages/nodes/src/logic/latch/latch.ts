import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const latch = defineNode({
  type: 'logic.latch',
  version: 1,
  title: 'Latch',
  summary: 'Becomes true with one signal and stays true until another one.',
  help: md`
    True from the bar at which **set** is true until the bar at which **reset** is true; at a bar with both, reset wins. It starts as false.
    Remembers a state over any time: *armed* after a squeeze, *allowed* after the first pullback.

    Unknown at bars at which set or reset is unknown; what it remembers stays.
  `,
  category: 'logic',
  keywords: ['flip flop', 'toggle', 'memory', 'state', 'set', 'reset', 'arm', 'sr'],
  icon: 'toggle-right',
  config: z.object({}),
  inputs: { set: flag('Makes it true'), reset: flag('Makes it false again') },
  outputs: { result: flag('What it remembers') },
  kernel({ set, reset }, _config, k) {
    const changed = set.or(reset)
    const last = k.valueWhen(changed, k.select(reset, 0, 1))
    // `valueWhen` has no value before the first change, nor where the inputs are unknown: only the former means false.
    return { result: k.selectFlag(changed, reset.not(), k.toFlag(k.orElse(last, 0))) }
  },
  examples: [
    {
      title: 'Set, held, reset',
      inputs: { set: [false, true, false, false, false], reset: [false, false, false, true, false] },
      outputs: { result: [false, true, true, false, false] },
    },
  ],
})
