declare module 'lz4js' {
  /** Upper bound of the unpacked size of a frame, read from its block headers. */
  export function decompressBound(frame: Uint8Array): number
  export function decompress(frame: Uint8Array, maxSize?: number): Uint8Array
}
