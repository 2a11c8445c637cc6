import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reconnectingSocket, type SocketLike } from './reconnecting-socket.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setup() {
  const sockets: (SocketLike & { sent: string[]; readyState: number })[] = []
  const heard: string[] = []
  const socket = reconnectingSocket({
    open: () => {
      const made = {
        readyState: 0,
        sent: [] as string[],
        send: (text: string) => made.sent.push(text),
        close: () => void heard.push('closed'),
        onopen: null,
        onclose: null,
        onmessage: null,
      }
      sockets.push(made)
      return made
    },
    onOpen: () => heard.push('open'),
    onLost: () => heard.push('lost'),
    onMessage: (data) => heard.push(String(data)),
  })
  const open = (index: number) => {
    const present = sockets[index]
    if (present === undefined) return
    present.readyState = 1
    present.onopen?.(new Event('open'))
  }
  const close = (index: number) => sockets[index]?.onclose?.(Object.assign(new Event('close'), { code: 1006, reason: '', wasClean: false }))
  return { sockets, heard, socket, open, close }
}

it('comes back after a pause that grows and begins anew once it was open', async () => {
  const { sockets, heard, open, close } = setup()
  close(0)
  await vi.advanceTimersByTimeAsync(300)
  expect(sockets).toHaveLength(2)
  close(1)
  await vi.advanceTimersByTimeAsync(300)
  expect(sockets).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(300)
  expect(sockets).toHaveLength(3)
  open(2)
  close(2)
  await vi.advanceTimersByTimeAsync(300)
  expect(sockets).toHaveLength(4)
  expect(heard).toEqual(['lost', 'lost', 'open', 'lost'])
})

it('does not send into a connection that is not open', () => {
  const { sockets, socket, open } = setup()
  socket.send('early')
  open(0)
  socket.send('now')
  expect(sockets[0]?.sent).toEqual(['now'])
})

it('once closed it stays closed and says nothing', async () => {
  const { sockets, heard, socket, open, close } = setup()
  open(0)
  socket.close()
  close(0)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(sockets).toHaveLength(1)
  expect(heard).toEqual(['open', 'closed'])
})
