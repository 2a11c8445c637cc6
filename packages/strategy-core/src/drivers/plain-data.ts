/** A deep copy of plain data: primitives, lists, plain objects, typed arrays. The structured clone of platforms that have none. */
export function clonePlain<Value>(value: Value): Value
export function clonePlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: unknown) => clonePlain(item))
  if (value instanceof Float64Array || value instanceof Uint8Array || value instanceof Int32Array) return value.slice()
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clonePlain(item)]))
}
