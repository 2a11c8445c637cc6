// lz4js brings no types. Only the frame functions are declared, which Arrow (and so freqtrade's feather files) needs.
declare module 'lz4js' {
  const lz4: {
    /** @param maxSize upper bound of the result in bytes; unknown by default @throws on anything that is not an LZ4 frame */
    decompress(data: Uint8Array, maxSize?: number): Uint8Array
    compress(data: Uint8Array, maxSize?: number): Uint8Array
  }
  export default lz4
}
