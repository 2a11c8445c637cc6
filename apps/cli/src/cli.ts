import { stripVTControlCharacters } from 'node:util'
import { type CommandDef, renderUsage, runCommand } from 'citty'
import { exitCodes, UsageError } from './command-line/exit.ts'
import { say } from './command-line/output.ts'

interface Command {
  readonly summary: string
  // Imported only when it runs: `--help` and `simulate` do not wait for the engine.
  readonly load: () => Promise<CommandDef>
}

/** Every command has arguments of its own type; for choosing and running one they are all alike. */
const alike = (command: unknown) => command as CommandDef

const commands = new Map<string, Command>([
  [
    'validate',
    { summary: 'Check that a workflow can run', load: async () => alike((await import('./commands/validate.ts')).validateCommand) },
  ],
  [
    'backtest',
    { summary: 'Run a workflow over past candles', load: async () => alike((await import('./commands/backtest.ts')).backtestCommand) },
  ],
  [
    'eval',
    { summary: 'Write every value of every node, bar by bar', load: async () => alike((await import('./commands/eval.ts')).evalCommand) },
  ],
  [
    'run',
    {
      summary: 'Dry-run on the simulated market, the journal as JSON lines',
      load: async () => alike((await import('./commands/run.ts')).dryRunCommand),
    },
  ],
  [
    'crash-test',
    {
      summary: 'Run a workflow through the scenarios of the simulated market',
      load: async () => alike((await import('./commands/crash-test.ts')).crashTestCommand),
    },
  ],
  [
    'nodes',
    {
      summary: 'List the node types, or show the help of one',
      load: async () => alike((await import('./commands/nodes.ts')).nodesCommand),
    },
  ],
  [
    'import',
    {
      summary: 'Show what is in a file of candles and what is wrong with it',
      load: async () => alike((await import('./commands/import.ts')).importCommand),
    },
  ],
  [
    'token',
    {
      summary: 'Make tokens for scripts that call the server',
      load: async () => alike((await import('./commands/token.ts')).tokenCommand),
    },
  ],
  [
    'sandbox',
    {
      summary: 'Make a test account at the sandbox exchange of the running server',
      load: async () => alike((await import('./commands/sandbox.ts')).sandboxCommand),
    },
  ],
  [
    'simulate',
    {
      summary: 'Write candles of the simulated market to a file',
      load: async () => alike((await import('./commands/simulate.ts')).simulateCommand),
    },
  ],
  [
    'facts',
    {
      summary: 'Measure how real the simulated market is, against real series',
      load: async () => alike((await import('./commands/facts.ts')).factsCommand),
    },
  ],
])

const version = '0.1.0'
const overview = [
  `strategraph ${version}: check, backtest and run workflow files`,
  '',
  'usage: strategraph <command> [options]',
  '',
  ...[...commands].map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`),
  '',
  'strategraph <command> --help shows the options of a command.',
  'Results go to stdout, progress and problems to stderr. Exit code: 0 done, 1 problems found or the run failed, 2 wrong command line.',
].join('\n')

/** Runs one command line and gives the exit code. */
export async function runCli(rawArgs: readonly string[]): Promise<number> {
  process.exitCode = exitCodes.ok
  const [name = '', ...rest] = rawArgs
  if (['', '--help', '-h', 'help'].includes(name)) {
    say.out(overview)
    return name === '' ? exitCodes.usage : exitCodes.ok
  }
  if (name === '--version' || name === '-v') {
    say.out(version)
    return exitCodes.ok
  }
  try {
    const command = await commands.get(name)?.load()
    if (command === undefined) throw new UsageError(`Unknown command "${name}". There are: ${[...commands.keys()].join(', ')}.`)
    if (rest.includes('--help') || rest.includes('-h')) {
      const usage = await renderUsage(command, { meta: { name: 'strategraph', version } })
      say.out(process.stdout.isTTY ? usage : stripVTControlCharacters(usage))
    } else await runCommand(command, { rawArgs: rest })
    return Number(process.exitCode)
  } catch (cause) {
    return failed(cause, commands.has(name) ? name : '')
  }
}

function failed(cause: unknown, command: string): number {
  // citty's own complaints (a missing argument) have this name; its class is not exported.
  const isUsage = cause instanceof UsageError || (cause instanceof Error && cause.name === 'CLIError')
  if (isUsage) {
    say.error(`${cause.message}\nSee: strategraph ${command === '' ? '' : `${command} `}--help`)
    return exitCodes.usage
  }
  say.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
  return exitCodes.failed
}
