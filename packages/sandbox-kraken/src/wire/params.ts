/** What a client sent, every scalar as text: form fields, JSON and WebSocket parameters look the same afterwards. */
export type Param = string | readonly Param[] | Params
export type Params = ReadonlyMap<string, Param>

export const noParams: Params = new Map()

/** `a=1&close[ordertype]=limit&orders[0][type]=buy`; a later field of the same name wins. */
export function paramsOfForm(text: string): Params {
  const root = new Map<string, Param>()
  for (const [name, value] of new URLSearchParams(text)) putField(root, fieldPath(name), value)
  return root
}

/** Undefined where the text is no JSON object. */
export function paramsOfJson(text: string): Params | undefined {
  return paramsOfValue(parseJson(text))
}

/** Of a parsed JSON object. */
export function paramsOfValue(value: unknown): Params | undefined {
  const param = toParam(value)
  return isGroup(param) ? param : undefined
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function textOf(params: Params, name: string): string | undefined {
  const value = params.get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Of a comma-separated text, a JSON list or indexed form fields. */
export function textsOf(params: Params, name: string): readonly string[] | undefined {
  const value = params.get(name)
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string') return value.split(',').map((part) => part.trim())
  return elements(value).filter((part) => typeof part === 'string')
}

export function flagOf(params: Params, name: string): boolean {
  const value = params.get(name)
  return typeof value === 'string' && /^(true|1)$/i.test(value)
}

export function groupOf(params: Params, name: string): Params | undefined {
  const value = params.get(name)
  return value !== undefined && isGroup(value) ? value : undefined
}

export function listOf(params: Params, name: string): readonly Param[] | undefined {
  const value = params.get(name)
  return value === undefined || typeof value === 'string' ? undefined : elements(value)
}

export function isGroup(value: Param | undefined): value is Params {
  return value instanceof Map
}

const elements = (value: readonly Param[] | Params): readonly Param[] => (isGroup(value) ? [...value.values()] : value)

function toParam(value: unknown): Param | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map((element: unknown) => toParam(element) ?? '')
  if (typeof value !== 'object' || value === null) return undefined
  const group = new Map<string, Param>()
  for (const [name, element] of Object.entries(value)) {
    const param = toParam(element)
    if (param !== undefined) group.set(name, param)
  }
  return group
}

const secrets = ['token', 'otp']

/** As plain JSON, without what nobody should read in a log. */
export function plainParams(params: Params): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...params].map(([name, value]) => [name, secrets.includes(name) ? '***' : plainParam(value)]))
}

function plainParam(value: Param): unknown {
  if (typeof value === 'string') return value
  return isGroup(value) ? plainParams(value) : value.map(plainParam)
}

/** The shortest decimal text of a double, without an exponent: 1e-8 is "0.00000001". */
export function plainNumber(value: number): string {
  const text = String(value)
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

function fieldPath(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name)
  if (match === null) return [name]
  const [, head = name, rest = ''] = match
  return [head, ...rest.slice(1, -1).split('][')]
}

function putField(group: Map<string, Param>, [name = '', ...rest]: readonly string[], value: string): void {
  const key = name === '' ? String(group.size) : name
  if (rest.length === 0) {
    group.set(key, value)
    return
  }
  const present = group.get(key)
  const child = present instanceof Map ? present : new Map<string, Param>()
  group.set(key, child)
  putField(child, rest, value)
}
