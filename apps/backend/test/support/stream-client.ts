import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import {
  type ClientFrame,
  type MarketFrame,
  marketFrameSchema,
  type MarketSubscribe,
  type ServerFrame,
  serverFrameSchema,
} from '@strategraph/protocol'

/** A WebSocket client small enough to misbehave: it can stop reading, vanish without a close, and counts what came. */
export interface SocketClient<In extends { readonly type: string }, Out> {
  readonly frames: In[]
  send(frame: Out | string): void
  /** Frames of a type so far. */
  of<Type extends In['type']>(type: Type): Extract<In, { type: Type }>[]
  onFrame(listener: (frame: In) => void): void
  /** Stops reading: the server's buffers fill. */
  pause(): void
  resume(): void
  /** As a cable that is pulled. */
  vanish(): void
  readonly isClosed: boolean
  readonly closeCode: number | undefined
}

export type StreamClient = SocketClient<ServerFrame, ClientFrame>
export type MarketClient = SocketClient<MarketFrame, MarketSubscribe>
type Headers = Readonly<Record<string, string>>

export const openStream = (port: number, headers: Headers): Promise<StreamClient> =>
  openSocket(port, '/api/stream', headers, (json) => serverFrameSchema.parse(json))
export const openMarketStream = (port: number, headers: Headers): Promise<MarketClient> =>
  openSocket(port, '/ws', headers, (json) => marketFrameSchema.parse(json))

function openSocket<In extends { readonly type: string }, Out>(
  port: number,
  path: string,
  headers: Headers,
  parse: (json: unknown) => In,
): Promise<SocketClient<In, Out>> {
  return new Promise((resolve, reject) => {
    const call = request({
      host: '127.0.0.1',
      port,
      path,
      headers: {
        host: `127.0.0.1:${port}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        ...headers,
      },
    })
    call.on('upgrade', (_, socket, head) => resolve(clientOf<In, Out>(socket as Socket, head, parse)))
    call.on('response', (response) => reject(new Error(`no upgrade: ${response.statusCode}`)))
    call.on('error', reject)
    call.end()
  })
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const

function clientOf<In extends { readonly type: string }, Out>(
  socket: Socket,
  head: Buffer,
  parse: (json: unknown) => In,
): SocketClient<In, Out> {
  const frames: In[] = []
  const listeners = new Set<(frame: In) => void>()
  let waiting: Buffer = head
  let isClosed = false
  let closeCode: number | undefined

  const take = () => {
    for (let next = readFrame(waiting); next !== undefined; next = readFrame(waiting)) {
      waiting = waiting.subarray(next.length)
      if (next.opcode === opcodes.ping) socket.write(maskedFrame(opcodes.pong, next.payload))
      if (next.opcode === opcodes.close) {
        closeCode = next.payload.length >= 2 ? next.payload.readUInt16BE(0) : undefined
        socket.end(maskedFrame(opcodes.close, next.payload))
      }
      if (next.opcode !== opcodes.text) continue
      const frame = parse(JSON.parse(next.payload.toString('utf8')))
      frames.push(frame)
      for (const listener of listeners) listener(frame)
    }
  }
  socket.on('data', (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    take()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
  })
  take()

  return {
    frames,
    send: (frame) => void socket.write(maskedFrame(opcodes.text, Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)))),
    of: (type) => frames.filter((frame): frame is Extract<In, { type: typeof type }> => frame.type === type),
    onFrame: (listener) => void listeners.add(listener),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    vanish: () => void socket.destroy(),
    get isClosed() {
      return isClosed
    },
    get closeCode() {
      return closeCode
    },
  }
}

function readFrame(bytes: Buffer): { readonly opcode: number; readonly payload: Buffer; readonly length: number } | undefined {
  if (bytes.length < 2) return undefined
  const short = (bytes[1] ?? 0) & 0x7f
  const header = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < header) return undefined
  const size = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  if (bytes.length < header + size) return undefined
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(header, header + size), length: header + size }
}

function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4)
  const header =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | payload.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff])
  const masked = Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)))
  return Buffer.concat([header, mask, masked])
}
