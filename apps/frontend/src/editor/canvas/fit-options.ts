/** How "fit" fills the view: with room for the mode badge above, and below for the toolbar or, where it is shown, the minimap. */
export const fitOptions = {
  /** Read when a fit begins: a port under the minimap could be seen but not grabbed. */
  get padding() {
    const hasMinimap = document.querySelector('.react-flow__minimap') !== null
    return { top: '52px', bottom: hasMinimap ? '148px' : '64px', left: '28px', right: '28px' } as const
  },
  maxZoom: 1.1,
} as const

const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** How long the view glides to its new place, ms; at once for who asks for less motion. */
export const glide = (ms: number): number => (calm.matches ? 0 : ms)
