#!/usr/bin/env node
import { prepareRuntime } from '@strategraph/adapters/runtime'

// Before the rest is loaded: the second start skips compiling (and taking the types out of) some 200 files.
prepareRuntime()
const { runCli } = await import('./cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
