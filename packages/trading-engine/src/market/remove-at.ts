/** Takes an element out; the last one, which it mostly is, without the list of removed elements that `splice` makes. */
export function removeAt(list: unknown[], index: number): void {
  if (index === list.length - 1) list.pop()
  else list.splice(index, 1)
}
