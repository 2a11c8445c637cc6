import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { cx } from './class-names.ts'
import { useClosedByNavigation } from './use-closed-by-navigation.ts'

interface FloatingProps {
  /** Page pixels that it stands at; moved so that all of it is on the page. */
  readonly at: { readonly x: number; readonly y: number }
  readonly onClose: () => void
  readonly children: ReactNode
  readonly className?: string
}

/** A box over the page that closes on Escape, on a press outside and on another address, and gives the focus back. */
export function Floating({ at, onClose, children, className }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState(at)
  useClosedByNavigation(onClose)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const { width, height } = element.getBoundingClientRect()
    setPlace({
      x: Math.max(8, Math.min(at.x, innerWidth - width - 8)),
      y: Math.max(8, Math.min(at.y, innerHeight - height - 8)),
    })
  }, [at])
  useEffect(() => {
    const before = document.activeElement
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) onClose()
    }
    addEventListener('pointerdown', onPress, true)
    return () => {
      removeEventListener('pointerdown', onPress, true)
      // Where the box had the focus it would fall to the page; whoever opened it gets it back.
      if (before instanceof HTMLElement && (document.activeElement === document.body || document.activeElement === null)) before.focus()
    }
  }, [onClose])
  return (
    <div
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
      className={cx('fixed z-40 overflow-hidden rounded-lg border border-line bg-surface shadow-overlay', className)}
      style={{ left: place.x, top: place.y }}
    >
      {children}
    </div>
  )
}
