import type { StateLayout } from './code.ts'
import { KernelError } from './errors.ts'
import { hashText } from './hash.ts'

/**
 * A snapshot is a tag of the state's layout and then the state, as little-endian float64 (every platform with WebAssembly in use is
 * little-endian). The tag refuses a snapshot of another shape or other windows; other constants over the same layout are welcome,
 * so that a threshold can change while a strategy runs.
 */
const TAG_BYTES = 32

export function layoutTag(shapeHash: string, layout: StateLayout): Uint8Array {
  const text = `sgk1${hashText(`${shapeHash}:${layout.rings.map((ring) => ring.length).join()}`)}`
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** Copies state into snapshot bytes. One NaN for all, so that equal states of both back ends are equal bytes. */
export function writeSnapshot(tag: Uint8Array, state: Float64Array): Uint8Array {
  const bytes = new Uint8Array(TAG_BYTES + state.byteLength)
  bytes.set(tag)
  const numbers = new Float64Array(bytes.buffer, TAG_BYTES)
  for (const [index, value] of state.entries()) numbers[index] = Number.isNaN(value) ? Number.NaN : value
  return bytes
}

/**
 * The state in a snapshot. Positions in rings are checked, because the WebAssembly back end follows them in memory that other
 * instances share.
 */
export function readSnapshot(tag: Uint8Array, layout: StateLayout, bytes: Uint8Array): Float64Array {
  if (bytes.length !== TAG_BYTES + layout.length * 8 || tag.some((byte, index) => bytes[index] !== byte)) {
    throw new KernelError('INVALID_SNAPSHOT', 'The snapshot belongs to another program, or to other window lengths.')
  }
  const state = new Float64Array(bytes.slice(TAG_BYTES).buffer)
  for (const { cursor, length, perRow } of layout.rings) {
    const position = state[cursor] ?? -1
    if (!Number.isInteger(position) || position < 0 || position >= length / perRow) {
      throw new KernelError('INVALID_SNAPSHOT', `The snapshot is damaged: position ${position} in a ring of ${length / perRow}.`)
    }
  }
  return state
}
