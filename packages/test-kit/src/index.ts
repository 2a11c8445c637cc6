export { barList, marketBars, type MarketOptions, type MarketShape, marketShapes } from './bars.ts'
export { nodeContract, type NodeContractOptions } from './contract/node-contract.ts'
export { scriptedNodes, testFeed, testScript, testTicker } from './contract/scripted-nodes.ts'
export { graph, type GraphBuilder } from './graph-builder.ts'
export { randomGraph, type RandomGraphOptions } from './random-graph.ts'
export { seededRandom } from './random.ts'
export {
  approve,
  flatPortfolio,
  type HostRecord,
  portfolioView,
  recordingHost,
  type RecordingHost,
  testInstrument,
} from './recording-host.ts'
export { disagreement, type Feeds, moments, runColumns, runSession } from './run-everywhere.ts'
export * from './shared-data.ts'
