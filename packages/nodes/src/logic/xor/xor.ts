import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const xor = defineNode({
  type: 'logic.xor',
  version: 1,
  title: 'Exactly one',
  summary: 'True where one of two conditions is true and the other one is not.',
  help: md`
    True where a and b differ. Finds disagreement: two filters of which only one agrees. Unknown while a or b is.
  `,
  category: 'logic',
  keywords: ['xor', 'exclusive or', 'differ', 'disagree', 'either'],
  icon: 'circle-slash-2',
  config: z.object({}),
  inputs: { a: flag('First condition'), b: flag('Second condition') },
  outputs: { result: flag('True where they differ') },
  kernel: ({ a, b }) => ({ result: a.xor(b) }),
  examples: [
    {
      title: 'The four cases',
      inputs: { a: [true, true, false, false], b: [true, false, true, false] },
      outputs: { result: [false, true, true, false] },
    },
  ],
})
