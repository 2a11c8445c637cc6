/** A TCP port, 0 = any free one, or undefined where the text is not one. */
export function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}
