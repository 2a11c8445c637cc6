import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'

interface CopyFieldProps {
  readonly label: string
  readonly value: string
}

/** A value to be taken elsewhere, with a button that copies it. */
export function CopyField({ label, value }: CopyFieldProps) {
  return (
    <div>
      <p className="mb-1 text-ink-soft text-xs">{label}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 select-all break-all rounded-md border border-line bg-raised px-2 py-1 font-mono text-xs">
          {value}
        </code>
        <CopyButton label={`Copy: ${label}`} value={value} />
      </div>
    </div>
  )
}

export function CopyButton({ label, value }: CopyFieldProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch {
      toast({ tone: 'error', text: 'The browser did not allow copying. Select the text and copy it yourself.' })
    }
  }
  return (
    <Button aria-label={label} onClick={() => void copy()}>
      {isCopied ? <Check aria-hidden="true" className="size-3.5 text-up" /> : <Copy aria-hidden="true" className="size-3.5" />}
      {isCopied ? 'Copied' : 'Copy'}
    </Button>
  )
}
