import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/class-names.ts'

/** Drop a file or choose one. */
export function FileChoice({ isReading, onFile }: { readonly isReading: boolean; readonly onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="p-4">
      <div
        className={cx(
          'flex flex-col items-center gap-3 rounded-xl border-2 border-dashed px-6 py-12 text-center transition-colors',
          isOver ? 'border-accent bg-accent-soft' : 'border-line',
        )}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const [file] = event.dataTransfer.files
          if (file !== undefined) onFile(file)
        }}
      >
        <FileUp aria-hidden="true" className="size-7 text-ink-faint" />
        <p className="font-medium text-base">Drop a file with candles here</p>
        <input
          ref={input}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label="File with candles"
          accept=".csv,.txt,.tsv,.json,.feather,.gz"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file !== undefined) onFile(file)
          }}
        />
        <Button look="primary" disabled={isReading} onClick={() => input.current?.click()}>
          {isReading ? 'Reading …' : 'Choose a file'}
        </Button>
        <p className="max-w-md text-ink-soft text-xs">
          CSV in the layouts of exchanges and data sites, Kraken OHLCVT, freqtrade JSON or feather; also packed with gzip. The file stays on
          this computer.
        </p>
      </div>
    </div>
  )
}
