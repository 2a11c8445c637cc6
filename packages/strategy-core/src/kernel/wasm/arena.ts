import { KernelError } from '../errors.ts'
import { STAGING_BYTES } from './memory-layout.ts'
import { type WasmMemory, webAssembly } from './webassembly.ts'

const PAGE_BYTES = 65_536
const SMALLEST_BLOCK = 256

/**
 * One memory for all instances of a thread: a staging area for columns, then blocks. A memory per instance would reserve gigabytes of
 * addresses each, and a thousand running strategies would end there.
 */
export interface Arena {
  readonly memory: WasmMemory
  /** The memory as numbers; another object after every growth, so never keep it across an allocation. */
  numbers(): Float64Array
  allocate(bytes: number): Block
}

export interface Block {
  readonly address: number
  /** Gives the block back; it may be handed to another instance at once. */
  free(): void
}

export function createArena(): Arena {
  const memory = new (webAssembly().Memory)({ initial: STAGING_BYTES / PAGE_BYTES })
  const freeBlocks = new Map<number, number[]>()
  let end = STAGING_BYTES
  let view = new Float64Array(memory.buffer)

  function takeFromEnd(bytes: number): number {
    const address = end
    const missing = Math.ceil((address + bytes - view.byteLength) / PAGE_BYTES)
    if (missing > 0) grow(Math.max(missing, 16))
    end += bytes
    return address
  }

  function grow(pages: number): void {
    try {
      memory.grow(pages)
      view = new Float64Array(memory.buffer)
    } catch (cause) {
      throw new KernelError('OUT_OF_MEMORY', 'The windows of all running programs take more than the 4 GB of memory there can be.', {
        cause,
      })
    }
  }

  return {
    memory,
    // Nobody else grows the memory, so there is no need to ask it for its buffer, which takes longer than a row.
    numbers: () => view,
    allocate(bytes) {
      const size = sizeClass(bytes)
      const waiting = freeBlocks.get(size) ?? []
      freeBlocks.set(size, waiting)
      const address = waiting.pop() ?? takeFromEnd(size)
      return { address, free: () => waiting.push(address) }
    },
  }
}

/** Powers of two, and half-way between them: freed blocks fit other programs of about the same size. */
function sizeClass(bytes: number): number {
  let size = SMALLEST_BLOCK
  while (size < bytes) size *= 2
  return size > SMALLEST_BLOCK && bytes <= size * 0.75 ? size * 0.75 : size
}
