/** RFC 3339 in UTC with microseconds, from microseconds since 1970: "2023-09-22T10:33:05.709950Z". */
export function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const rest = String(micros - seconds * 1_000_000).padStart(6, '0')
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${rest}Z`
}

/** Without a fraction: "2023-09-22T10:33:05Z". */
export function secondText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** Seconds as a JSON number with microseconds, as REST prints times. */
export const seconds = (micros: number): number => micros / 1_000_000

/** Milliseconds of an RFC 3339 text; undefined for anything else. */
export function parseTimeText(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
