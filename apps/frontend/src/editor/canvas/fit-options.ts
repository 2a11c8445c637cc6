/** Room for the mode badge above and the toolbar below. */
export const fitOptions = { padding: { top: '52px', bottom: '64px', left: '28px', right: '28px' }, maxZoom: 1.1 } as const

const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** How long the view glides to its new place, ms; at once for who asks for less motion. */
export const glide = (ms: number): number => (calm.matches ? 0 : ms)
