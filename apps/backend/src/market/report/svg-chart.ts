import { escapeHtml } from './escape-html.ts'
import { numberText, timeText } from './number-text.ts'

export interface ChartLine {
  readonly name: string
  readonly values: readonly (number | null)[]
}

export interface LineChart {
  readonly title: string
  /** ms UTC, ascending, one per value. */
  readonly times: readonly number[]
  readonly lines: readonly ChartLine[]
  /** How a value is written on the axis. */
  readonly format?: (value: number) => string
}

export interface BarChart {
  readonly title: string
  readonly bars: readonly { readonly name: string; readonly value: number }[]
  readonly format?: (value: number) => string
}

const width = 720
const height = 220
const left = 84
const right = 12
const top = 10
const bottom = 26
const colours = 8

/** A line per series, as one `<figure>`; no script, no asset, colours by class. */
export function lineChart({ title, times, lines, format = (value) => numberText(value, 6) }: LineChart): string {
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null))
  const [from = 0, to = 0] = [times[0], times.at(-1)]
  if (known.length === 0 || to <= from) return figure(title, '<p class="empty">no data</p>')
  const range = spread(known)
  const x = (time: number) => left + ((time - from) / (to - from)) * (width - left - right)
  const y = scaleOf(range)
  const paths = lines.map(({ values, name }, index) => {
    let isOpen = false
    const path = values
      .map((value, at) => {
        const time = times[at]
        if (value === null || time === undefined) {
          isOpen = false
          return ''
        }
        const step = `${isOpen ? 'L' : 'M'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`
        isOpen = true
        return step
      })
      .join('')
    return `<path class="line c${index % colours}" d="${path}"><title>${escapeHtml(name)}</title></path>`
  })
  const legend =
    lines.length < 2
      ? ''
      : `<figcaption class="legend">${lines.map(({ name }, index) => `<span class="c${index % colours}">${escapeHtml(name)}</span>`).join('')}</figcaption>`
  const ends =
    `<text class="tick" x="${left}" y="${height - 8}">${timeText(from)}</text>` +
    `<text class="tick" x="${width - right}" y="${height - 8}" text-anchor="end">${timeText(to)}</text>`
  return figure(title, `${svg(title, axis(range, y, format) + paths.join('') + ends)}${legend}`)
}

/** A bar per name, from zero. */
export function barChart({ title, bars, format = (value) => numberText(value, 6) }: BarChart): string {
  if (bars.length === 0) return figure(title, '<p class="empty">no data</p>')
  const range = spread([0, ...bars.map(({ value }) => value)])
  const y = scaleOf(range)
  const slot = (width - left - right) / bars.length
  const drawn = bars.map(({ name, value }, index) => {
    const [high, low] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))]
    const middle = left + slot * (index + 0.5)
    return (
      `<rect class="bar ${value < 0 ? 'down' : 'up'}" x="${(middle - slot * 0.3).toFixed(1)}" y="${high.toFixed(1)}" width="${(slot * 0.6).toFixed(1)}" ` +
      `height="${Math.max(0.5, low - high).toFixed(1)}"><title>${escapeHtml(`${name}: ${format(value)}`)}</title></rect>` +
      `<text class="tick" x="${middle.toFixed(1)}" y="${height - 8}" text-anchor="middle">${escapeHtml(name.slice(0, 16))}</text>`
    )
  })
  return figure(title, svg(title, axis(range, y, format) + drawn.join('')))
}

interface Range {
  readonly low: number
  readonly high: number
}

function spread(values: readonly number[]): Range {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = high === low ? Math.max(Math.abs(high) * 0.01, 1e-9) : 0
  return { low: low - room, high: high + room }
}

const scaleOf =
  ({ low, high }: Range) =>
  (value: number): number =>
    top + (1 - (value - low) / (high - low)) * (height - top - bottom)

function axis({ low, high }: Range, y: (value: number) => number, format: (value: number) => string): string {
  return [0, 1, 2, 3, 4]
    .map((step) => low + ((high - low) * step) / 4)
    .map((value) => {
      const at = y(value).toFixed(1)
      return (
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${at}" y2="${at}"/>` +
        `<text class="tick" x="${left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${escapeHtml(format(value))}</text>`
      )
    })
    .join('')
}

const svg = (title: string, content: string): string =>
  `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${content}</svg>`
const figure = (title: string, content: string): string => `<figure><h3>${escapeHtml(title)}</h3>${content}</figure>`
