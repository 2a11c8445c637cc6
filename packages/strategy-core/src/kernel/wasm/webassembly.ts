import { KernelError } from '../errors.ts'

/** The one global beyond ES2023 that this package uses, typed here because the package is compiled without DOM and Node types. */
export interface WebAssemblyPort {
  readonly Module: new (bytes: Uint8Array) => WasmModule
  readonly Instance: new (module: WasmModule, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => WasmInstance
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory
  compile(bytes: Uint8Array): Promise<WasmModule>
}

/** Opaque. May be posted to a worker. */
export type WasmModule = object

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>
}

export interface WasmMemory {
  /** Another object after every growth; views on the old one are empty then. */
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** The platform's WebAssembly; refuses where there is none or the content policy forbids it. */
export function webAssembly(): WebAssemblyPort {
  const port: unknown = Reflect.get(globalThis, 'WebAssembly')
  if (!isPort(port)) throw new KernelError('NO_WEBASSEMBLY', 'This platform has no WebAssembly; use the interpreter.')
  return port
}

function isPort(value: unknown): value is WebAssemblyPort {
  return typeof value === 'object' && value !== null && 'Module' in value && 'Instance' in value && 'Memory' in value
}
