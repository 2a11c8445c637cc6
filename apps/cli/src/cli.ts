import { type CommandDef, defineCommand, renderUsage, runCommand } from 'citty'
import { exitCodes, UsageError } from './command-line/exit.ts'
import { say } from './command-line/output.ts'

// Each command is imported only when it runs: `--help` and `validate` do not wait for the engine.
const subCommands = {
  validate: () => import('./commands/validate.ts').then(({ validateCommand }) => validateCommand),
  backtest: () => import('./commands/backtest.ts').then(({ backtestCommand }) => backtestCommand),
  eval: () => import('./commands/eval.ts').then(({ evalCommand }) => evalCommand),
  run: () => import('./commands/run.ts').then(({ runCommand: command }) => command),
  nodes: () => import('./commands/nodes.ts').then(({ nodesCommand }) => nodesCommand),
  simulate: () => import('./commands/simulate.ts').then(({ simulateCommand }) => simulateCommand),
  import: () => import('./commands/import.ts').then(({ importCommand }) => importCommand),
}

const root = defineCommand({
  meta: { name: 'strategraph', version: '0.1.0', description: 'Check, backtest and run Strategraph workflow files' },
  subCommands,
})

/** Runs one command line and gives the exit code: 0 done, 1 problems found or the run failed, 2 the command line itself is wrong. */
export async function runCli(rawArgs: readonly string[]): Promise<number> {
  process.exitCode = exitCodes.ok
  const [name, ...rest] = rawArgs
  const load = name !== undefined && Object.hasOwn(subCommands, name) ? subCommands[name as keyof typeof subCommands] : undefined
  try {
    if (rawArgs.length === 0 || name === '--help' || name === '-h') {
      say.out(await renderUsage(root))
      return rawArgs.length === 0 ? exitCodes.usage : exitCodes.ok
    }
    if (name === '--version' || name === '-v') {
      say.out('0.1.0')
      return exitCodes.ok
    }
    if (load === undefined) throw new UsageError(`Unknown command "${name}". There are: ${Object.keys(subCommands).join(', ')}.`)
    // Every command has its own arguments; for running it they are all alike.
    const command = (await load()) as CommandDef
    if (rest.includes('--help') || rest.includes('-h')) {
      say.out(await renderUsage(command, root as CommandDef))
      return exitCodes.ok
    }
    await runCommand(command, { rawArgs: rest })
    return Number(process.exitCode)
  } catch (cause) {
    return failed(cause, name)
  }
}

function failed(cause: unknown, command: string | undefined): number {
  // citty's own complaints (a missing argument) have this name; its class is not exported.
  const isUsage = cause instanceof UsageError || (cause instanceof Error && cause.name === 'CLIError')
  if (isUsage) {
    say.error(`${cause.message}\nSee: strategraph ${command ?? ''} --help`)
    return exitCodes.usage
  }
  say.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
  return exitCodes.failed
}
