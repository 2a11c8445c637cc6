/**
 * WebAssembly instructions as byte lists (https://webassembly.github.io/spec/core/binary/instructions.html). Operands come first, so
 * a nested call reads like the expression it stands for. Lists nest instead of being joined, which keeps emission linear.
 */
export type Code = readonly (number | Code)[]
export type WasmType = 'f64' | 'i32'

const TYPE_BYTES: Readonly<Record<WasmType, number>> = { f64: 0x7c, i32: 0x7f }

export const typeByte = (type: WasmType): number => TYPE_BYTES[type]

/** The bytes of nested code, added to a list. */
export function appendBytes(bytes: number[], code: Code): void {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part)
    else appendBytes(bytes, part)
  }
}

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return bytes
}

/** Signed LEB128 of a 32-bit number. */
function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest & 0x7f)
  return bytes
}

const unary =
  (opcode: number) =>
  (a: Code): Code => [a, opcode]
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, opcode]
/** Addresses are multiples of 8 (f64) or 4 (i32); `offset` is added to the address. */
const load =
  (opcode: number, alignment: number) =>
  (address: Code, offset = 0): Code => [address, opcode, alignment, unsigned(offset)]
const store =
  (opcode: number, alignment: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, opcode, alignment, unsigned(offset)]

/**
 * b if it is less (greater) than a, else a: pmin and pmax of vectors. For windows, whose values are never NaN: x64 engines compile
 * f64.min and f64.max with a branch on which operand wins, and which price is the higher one is the least predictable thing there is.
 */
const lanewise =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, SPLAT, b, SPLAT, VECTOR, opcode, 0x01, VECTOR, 0x21, 0x00]
const VECTOR = 0xfd
const SPLAT: Code = [VECTOR, 0x14]

export const get = (local: number): Code => [0x20, unsigned(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)]
export const call = (index: number, ...operands: readonly Code[]): Code => [operands, 0x10, unsigned(index)]

/** Takes what earlier code left on the stack, last value first. */
export const setFromStack = (locals: readonly number[]): Code => locals.toReversed().map((local) => [0x21, unsigned(local)])

export const f64 = {
  const: (value: number): Code => [0x44, ...new Uint8Array(littleEndian(value))],
  load: load(0x2b, 3),
  store: store(0x39, 3),
  eq: binary(0x61),
  ne: binary(0x62),
  lt: binary(0x63),
  gt: binary(0x64),
  le: binary(0x65),
  ge: binary(0x66),
  abs: unary(0x99),
  neg: unary(0x9a),
  ceil: unary(0x9b),
  floor: unary(0x9c),
  trunc: unary(0x9d),
  nearest: unary(0x9e),
  sqrt: unary(0x9f),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  min: binary(0xa4),
  max: binary(0xa5),
  lower: lanewise(0xf6),
  higher: lanewise(0xf7),
  fromI32: unary(0xb7),
  /** Remainder of two whole numbers below 2^63, with the sign of a. */
  wholeRemainder: (a: Code, b: Code): Code => [a, 0xb0, b, 0xb0, 0x81, 0xb9],
} as const

export const i32 = {
  const: (value: number): Code => [0x41, signed(value)],
  load: load(0x28, 2),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  ltUnsigned: binary(0x49),
  gtUnsigned: binary(0x4b),
  add: binary(0x6a),
  sub: binary(0x6b),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shiftLeft: binary(0x74),
  shiftRight: binary(0x76),
  fromF64: unary(0xaa),
} as const

/** `then` where the condition is not 0. Both sides are computed. */
export const select = (then: Code, otherwise: Code, condition: Code): Code => [then, otherwise, condition, 0x1b]

/** Runs one of two statements. */
export function when(condition: Code, then: Code, otherwise: Code = []): Code {
  return [condition, 0x04, 0x40, then, otherwise.length > 0 ? [0x05, otherwise] : [], 0x0b]
}

/** Computes one of two values. */
export function either(type: WasmType, condition: Code, then: Code, otherwise: Code): Code {
  return [condition, 0x04, typeByte(type), then, 0x05, otherwise, 0x0b]
}

/** Repeats the body for as long as the condition at its end is not 0. */
export const repeatWhile = (body: Code, condition: Code): Code => [0x03, 0x40, body, condition, 0x0d, 0x00, 0x0b]

function littleEndian(value: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value, true)
  return view.buffer
}
