import { createRegistry, type NodeRegistry } from '@strategraph/strategy-core'
import { aiNodes } from './ai/index.ts'
import { dataNodes } from './data/index.ts'
import { decisionNodes } from './decision/index.ts'
import { indicatorNodes } from './indicator/index.ts'
import { logicNodes } from './logic/index.ts'
import { mathNodes } from './math/index.ts'
import { orderNodes } from './order/index.ts'
import { outputNodes } from './output/index.ts'
import { portfolioNodes } from './portfolio/index.ts'
import { riskNodes } from './risk/index.ts'
import { sourceNodes } from './source/index.ts'

/** All node types that come with the product, in the palette's order. */
export const builtinNodes: NodeRegistry = createRegistry([
  ...dataNodes,
  ...sourceNodes,
  ...mathNodes,
  ...logicNodes,
  ...indicatorNodes,
  ...portfolioNodes,
  ...aiNodes,
  ...decisionNodes,
  ...riskNodes,
  ...orderNodes,
  ...outputNodes,
])
