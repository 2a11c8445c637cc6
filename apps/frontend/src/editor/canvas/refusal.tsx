import { useEffect, useRef } from 'react'

export interface RefusalText {
  readonly reason: string
  readonly fix: string
  /** Goes away by itself: the line was let go. */
  readonly fades?: boolean
}

/** Where the pointer was last: the box must stand there at once, not only after the next move. */
const pointer = { x: 0, y: 0 }
addEventListener('pointermove', ({ clientX, clientY }) => Object.assign(pointer, { x: clientX, y: clientY }), { passive: true })

/** Why a connection is refused and what helps, beside the pointer. */
export function Refusal({ text, onGone }: { readonly text: RefusalText; readonly onGone: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const follow = () => {
      const element = box.current
      if (element === null) return
      element.style.left = `${Math.min(pointer.x + 16, innerWidth - 300)}px`
      element.style.top = `${Math.min(pointer.y + 18, innerHeight - 90)}px`
    }
    follow()
    addEventListener('pointermove', follow)
    return () => removeEventListener('pointermove', follow)
  }, [])
  useEffect(() => {
    if (text.fades !== true) return
    const timer = setTimeout(onGone, 4000)
    return () => clearTimeout(timer)
  }, [text, onGone])
  return (
    <div
      ref={box}
      role="alert"
      className="pointer-events-none fixed z-30 w-72 rounded-lg border border-warn/60 bg-surface p-2.5 shadow-overlay"
    >
      <p className="font-medium text-warn">{text.reason}</p>
      <p className="text-ink-soft text-xs">{text.fix}</p>
    </div>
  )
}
