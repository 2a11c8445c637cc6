import { useEffect, useEffectEvent } from 'react'

/** What stands over the page belongs to its address: another one, typed or by Back, closes it. */
export function useClosedByNavigation(onClose: () => void): void {
  // One listener for as long as it is open: the page renders anew within the same event, and one that is put in then would not be called.
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const listener = () => close()
    addEventListener('hashchange', listener)
    return () => removeEventListener('hashchange', listener)
  }, [])
}
