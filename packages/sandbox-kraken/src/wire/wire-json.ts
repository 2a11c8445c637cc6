/** A number that goes on the wire as written, trailing zeros included: the book's checksum is over exactly this text. */
export class WireNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type WireValue = string | number | boolean | null | undefined | WireNumber | readonly WireValue[] | WireObject
export interface WireObject {
  readonly [name: string]: WireValue
}

/** JSON like `JSON.stringify`, with `WireNumber`s as they are. Undefined members are left out. */
export function wireJson(value: WireValue): string {
  if (value instanceof WireNumber) return value.text
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map((element) => wireJson(element)).join(',')}]`
  const members: string[] = []
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${wireJson(member)}`)
  }
  return `{${members.join(',')}}`
}

const isList = (value: readonly WireValue[] | WireObject): value is readonly WireValue[] => Array.isArray(value)
