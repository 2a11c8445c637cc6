import { useEffect, useState } from 'react'

/** Gives each file dropped anywhere on the page to `take` (a function that stays the same); true while files are held over the page. */
export function useFileDrop(take: (file: File) => Promise<void>): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const onOver = (event: DragEvent) => {
      if (!hasFile(event) || event.defaultPrevented) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!hasFile(event) || event.defaultPrevented) return
      event.preventDefault()
      for (const file of event.dataTransfer?.files ?? []) void take(file)
    }
    addEventListener('dragover', onOver)
    addEventListener('dragleave', onLeave)
    addEventListener('drop', onDrop)
    return () => {
      removeEventListener('dragover', onOver)
      removeEventListener('dragleave', onLeave)
      removeEventListener('drop', onDrop)
    }
  }, [take])
  return isOver
}
