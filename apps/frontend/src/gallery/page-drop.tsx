import { offerCandleFile } from '../data/offered-file.ts'
import { importFile } from '../editor/commands/import-file.ts'
import { useFileDrop } from '../ui/use-file-drop.ts'

/** A strategy is JSON of a small size; everything else that is dropped is taken for candles. */
const mostStrategyBytes = 1024 * 1024
const isStrategy = (file: File): boolean => /\.json$/i.test(file.name) && file.size <= mostStrategyBytes

async function take(file: File): Promise<void> {
  if (!isStrategy(file)) return offerCandleFile(file)
  const text = await file.text()
  // freqtrade and exchanges keep candles in JSON lists; a strategy is an object.
  if (text.trimStart().startsWith('[')) offerCandleFile(file)
  else await importFile(file)
}

/** Files dropped anywhere on the page: strategies open in a new tab, candle files in the import. */
export function PageDrop() {
  const isOver = useFileDrop(take)
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-xl border-2 border-accent border-dashed bg-accent-soft/90 p-6 text-center font-medium text-base">
      Drop it: a strategy file opens in a new tab, a candle file opens the import
    </div>
  )
}
