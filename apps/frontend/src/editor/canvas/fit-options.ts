/** Room for the mode badge above and the toolbar below. */
export const fitOptions = { padding: { top: '52px', bottom: '64px', left: '28px', right: '28px' }, maxZoom: 1.1 } as const
