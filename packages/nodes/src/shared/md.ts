/** Markdown without the indentation that the source code gives it. */
export function md(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const text = parts.map((part, index) => part + String(values[index] ?? '')).join('')
  const lines = text.split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const indent = indents.length === 0 ? 0 : Math.min(...indents)
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim()
}
