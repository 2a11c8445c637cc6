import { runAtExchange } from './run-at-exchange.ts'

const [journal = '', bars = ''] = process.argv.slice(2)
await runAtExchange({ journal, bars: Number(bars) })
