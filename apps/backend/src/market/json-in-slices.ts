import { setImmediate } from 'node:timers/promises'

/** Longest piece of work before others get their turn. */
const sliceMs = 4
/** Items of a list that are written at once: some 50 microseconds of work. */
const itemsAtOnce = 200

/**
 * What `JSON.stringify` gives, made in pieces with the event loop running in between: megabytes would hold up every answer. The value must not
 * change meanwhile.
 */
export async function jsonInSlices(value: unknown): Promise<string> {
  const pieces: string[] = []
  let end = performance.now() + sliceMs
  for (const piece of jsonPieces(value)) {
    pieces.push(piece)
    if (performance.now() < end) continue
    await setImmediate()
    end = performance.now() + sliceMs
  }
  return pieces.join('')
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function* jsonPieces(value: unknown): Generator<string, void, undefined> {
  if (Array.isArray(value)) {
    yield '['
    for (let from = 0; from < value.length; from += itemsAtOnce) {
      if (from > 0) yield ','
      yield JSON.stringify(value.slice(from, from + itemsAtOnce)).slice(1, -1)
    }
    yield ']'
  } else if (isObject(value)) {
    let comma = ''
    yield '{'
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue
      yield `${comma}${JSON.stringify(key)}:`
      yield* jsonPieces(item)
      comma = ','
    }
    yield '}'
  } else yield JSON.stringify(value)
}
