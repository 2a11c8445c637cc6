import { z } from 'zod'
import { idSchema } from './common.ts'
import { crashTestJobSchema, crashTestsSchema, startCrashTestSchema } from './crash-tests.ts'

const route = <const R>(definition: R): R => definition
const byId = z.object({ id: idSchema })

/** Crash tests of workflows: part of `routes`. */
export const crashTestRoutes = {
  startCrashTest: route({
    method: 'POST',
    path: '/api/workflows/:id/crash-tests',
    summary: 'Run the workflow through the scenarios of the simulated market',
    params: byId,
    body: startCrashTestSchema,
    response: crashTestJobSchema,
  }),
  crashTests: route({
    method: 'GET',
    path: '/api/workflows/:id/crash-tests',
    summary: 'What goes on, and the newest result',
    params: byId,
    response: crashTestsSchema,
  }),
  cancelCrashTest: route({
    method: 'DELETE',
    path: '/api/workflows/:id/crash-tests',
    summary: 'Cancel the crash test that runs or waits',
    params: byId,
    response: crashTestsSchema,
  }),
} as const
