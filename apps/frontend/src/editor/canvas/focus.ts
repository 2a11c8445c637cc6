/** Moves the keyboard to a node, once React has drawn it. */
export function focusNode(id: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
  })
}

/** Id of the node that has the keyboard. */
export function focusedNode(): string | undefined {
  const element = document.activeElement?.closest<HTMLElement>('.react-flow__node')
  return element?.dataset['id']
}
