#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Before anything of ours is loaded: the second start skips compiling (and taking the types out of) some 200 files.
enableCompileCache()
const { runCli } = await import('./cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
