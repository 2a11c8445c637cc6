import { appendBytes, type Code, typeByte, unsigned, type WasmType } from './assembler.ts'

/** A function type, and a function of the module: its locals beyond the parameters, and its code. */
export interface Signature {
  readonly parameters: readonly WasmType[]
  readonly results: readonly WasmType[]
}

export interface WasmFunction extends Signature {
  readonly locals: readonly WasmType[]
  readonly code: Code
}

export interface ModuleParts {
  /** Functions that the module calls from JavaScript; they have the first indices. */
  readonly imports: readonly (Signature & { readonly name: string })[]
  readonly functions: readonly WasmFunction[]
  /** Index among `functions` by exported name. */
  readonly exports: Readonly<Record<string, number>>
}

/** Magic number and version 1. */
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const

/** A module in the binary format; its memory is imported as `kernel.memory`, its functions as `kernel.<name>`. */
export function encodeModule({ imports, functions, exports }: ModuleParts): Uint8Array {
  const memory = [text('kernel'), text('memory'), 0x02, 0x00, 0x01]
  const importEntries = [memory, ...imports.map(({ name }, index) => [text('kernel'), text(name), 0x00, unsigned(index)])]
  const exportEntries = Object.entries(exports).map(([name, index]) => [text(name), 0x00, unsigned(imports.length + index)])
  const functionEntries = functions.map((_, index) => unsigned(imports.length + index))
  const bytes: number[] = []
  appendBytes(bytes, PREAMBLE)
  appendBytes(bytes, section(SECTION.type, [...imports, ...functions].map(signatureBytes)))
  appendBytes(bytes, section(SECTION.import, importEntries))
  appendBytes(bytes, section(SECTION.function, functionEntries))
  appendBytes(bytes, section(SECTION.export, exportEntries))
  appendBytes(bytes, section(SECTION.code, functions.map(bodyBytes)))
  return Uint8Array.from(bytes)
}

function signatureBytes({ parameters, results }: Signature): Code {
  return [0x60, unsigned(parameters.length), parameters.map(typeByte), unsigned(results.length), results.map(typeByte)]
}

function bodyBytes({ locals, code }: WasmFunction): Code {
  return withLength([localBytes(locals), code, 0x0b])
}

/** Locals are written as runs of one type. */
function localBytes(locals: readonly WasmType[]): Code {
  const runs: { type: WasmType; count: number }[] = []
  for (const type of locals) {
    const last = runs.at(-1)
    if (last?.type === type) last.count += 1
    else runs.push({ type, count: 1 })
  }
  return [unsigned(runs.length), runs.map(({ type, count }) => [unsigned(count), typeByte(type)])]
}

function section(id: number, entries: readonly Code[]): Code {
  return [id, withLength([unsigned(entries.length), entries])]
}

/** Bytes behind their number. */
function withLength(code: Code): Code {
  const bytes: number[] = []
  appendBytes(bytes, code)
  return [unsigned(bytes.length), bytes]
}

/** Names are ASCII here. */
function text(value: string): Code {
  return [unsigned(value.length), Array.from(value, (character) => character.charCodeAt(0))]
}
