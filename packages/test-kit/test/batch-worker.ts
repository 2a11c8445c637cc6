import { parentPort } from 'node:worker_threads'
import { builtinNodes } from '@strategraph/nodes'
import { type BatchRequest, createRegistry, performBatch, runBatch } from '@strategraph/strategy-core'
import { scriptedNodes } from '../src/contract/scripted-nodes.ts'
import { recordingHost } from '../src/recording-host.ts'

/** A worker thread as an app would write it: the registry, a host, the port. */
const registry = createRegistry([...scriptedNodes, ...builtinNodes.all])
parentPort?.on('message', (request: BatchRequest) => {
  performBatch(request, {
    registry,
    post: (response) => parentPort?.postMessage(response),
    perform(plan, feeds, options, _job, onProgress) {
      const host = recordingHost({ explain: plan.explained })
      runBatch(plan, feeds, { ...host, onProgress }, options)
      return host.records
    },
  })
})
