/** Moves the keyboard to an element as soon as it is drawn (a panel may still be on its way); gives up after a second. */
export function focusWhenThere(find: () => HTMLElement | null | undefined): void {
  const until = performance.now() + 1000
  const look = () => {
    const element = find()
    if (element !== null && element !== undefined) element.focus({ preventScroll: true })
    else if (performance.now() < until) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Moves the keyboard to a node. */
export function focusNode(id: string): void {
  focusWhenThere(() => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`))
}

/** Id of the node that has the keyboard. */
export function focusedNode(): string | undefined {
  const element = document.activeElement?.closest<HTMLElement>('.react-flow__node')
  return element?.dataset['id']
}
