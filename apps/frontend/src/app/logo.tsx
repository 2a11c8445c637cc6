/** Three joined ports: the graph, drawn. */
export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0">
      <path d="M5 5.5C9 5.5 8 14 15 14M5 14.5c4 0 5-3 8-6" fill="none" stroke="var(--accent)" strokeWidth="1.8" />
      <circle cx="4" cy="5.5" r="2.4" fill="var(--kind-candles)" />
      <rect x="1.9" y="12.4" width="4.2" height="4.2" transform="rotate(45 4 14.5)" fill="var(--kind-flag)" />
      <circle cx="15.5" cy="14" r="2.4" fill="var(--accent)" />
      <circle cx="14.5" cy="7" r="2" fill="var(--up)" />
    </svg>
  )
}
