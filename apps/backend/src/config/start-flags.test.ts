import { expect, it } from 'vitest'
import { readStartFlags } from './start-flags.ts'

it('without arguments nothing is set', () => {
  expect(readStartFlags([])).toEqual({ ok: true, environment: {} })
})

it.each([[['--port', '5000']], [['--port=5000']]])('%j is the port, as PORT would be', (argv) => {
  expect(readStartFlags(argv)).toEqual({ ok: true, environment: { PORT: '5000' } })
})

it.each([
  [['--prot', '5000'], '"--prot"'],
  [['--host=0.0.0.0'], '"--host"'],
  [['-p', '5000'], '"-p"'],
  [['5000'], '"5000"'],
  [['--port', '5000', '6000'], '"6000"'],
])('%j is refused: the argument is named, and what is possible', (argv, named) => {
  const flags = readStartFlags(argv)
  expect(flags).toMatchObject({ ok: false, code: 'BAD_ARGUMENT', message: expect.stringContaining(named) })
  expect(flags).toMatchObject({ message: expect.stringContaining('npm start -- --port <0 to 65535>') })
})

it.each([[['--port']], [['--port=']], [['--port', 'http']], [['--port', '70000']], [['--port', '-1']], [['--port', '1e3']]])(
  '%j is refused: a port is a number from 0 to 65535',
  (argv) => {
    expect(readStartFlags(argv)).toMatchObject({
      ok: false,
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining('--port needs a number from 0 to 65535'),
    })
  },
)

it('a port given twice is refused: one of them would be left out without a word', () => {
  expect(readStartFlags(['--port', '5000', '--port=5001'])).toMatchObject({ ok: false, message: expect.stringContaining('twice') })
})
