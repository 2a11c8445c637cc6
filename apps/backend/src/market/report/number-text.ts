/** How reports write numbers: one place, so that text and page say the same. */
export const percentText = (share: number | null): string => (share === null ? '-' : `${signed(share * 100, 2)} %`)
export const numberText = (value: number | null, digits = 6): string =>
  value === null ? '-' : new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }).format(value)
export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** Length of a stretch of time. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const shown = parts.filter(([value]) => value > 0).slice(0, 2)
  return shown.length === 0 ? '0 s' : shown.map(([value, unit]) => `${value} ${unit}`).join(' ')
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `-${text}` : text
}
