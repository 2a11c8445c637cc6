import * as lz4 from 'lz4js'

/** Unpacks one LZ4 frame; throws RangeError where it would become larger than `limit`. */
export function unpackLz4(frame: Uint8Array, limit: number): Uint8Array {
  const bound = lz4.decompressBound(frame)
  // The bound counts whole blocks of up to 4 MB, so a small frame may claim more than it holds.
  if (bound > limit + 8 * 1024 * 1024) throw new RangeError(`unpacks to ${bound} bytes`)
  return lz4.decompress(frame)
}
