// The process: version, folder, port, signals. Everything else is built in compose.ts.
const oldestNode = [22, 18] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  // Before anything native is loaded: on an older Node that would be a crash without a word.
  process.stderr.write(
    `NODE_TOO_OLD: Strategraph needs Node ${oldestNode.join('.')} or newer, this is ${process.version}. \`npm start\` brings one.\n`,
  )
  process.exit(1)
}
process.umask(0o077)
const { prepareRuntime } = await import('@strategraph/adapters/runtime')
prepareRuntime()
const { run } = await import('./run.ts')
await run(process.argv.slice(2))
