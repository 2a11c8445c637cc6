import { portOf } from './port-of.ts'

export type StartFlags =
  | { readonly ok: true; readonly environment: { readonly PORT?: string } }
  | { readonly ok: false; readonly code: 'BAD_ARGUMENT'; readonly message: string }

/** The arguments of `npm start -- …` as the environment variables that they stand for; they win over those of the environment. */
export function readStartFlags(argv: readonly string[]): StartFlags {
  let port: string | undefined
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? ''
    const [name = '', joined] = argument.split('=', 2)
    // Its name only: what follows may be a key.
    if (name !== '--port') return refused(`${JSON.stringify(name)} is not known.`)
    if (port !== undefined) return refused('--port is there twice.')
    const value = joined ?? argv[(at += 1)] ?? ''
    if (portOf(value) === undefined) return refused('--port needs a number from 0 to 65535.')
    port = value
  }
  return { ok: true, environment: port === undefined ? {} : { PORT: port } }
}

const refused = (problem: string): StartFlags => ({
  ok: false,
  code: 'BAD_ARGUMENT',
  message: `${problem} Possible: npm start -- --port <0 to 65535> (0 = any free one). Everything else is set by environment variables and config.json, see README.md.`,
})
