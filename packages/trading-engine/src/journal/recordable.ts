/** Plain data for a journal payload: without undefined fields and without numbers that JSON does not have. */
export function recordable(value: object): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined || (typeof field === 'number' && !Number.isFinite(field))) continue
    record[name] = typeof field === 'object' && field !== null && !Array.isArray(field) ? recordable(field) : field
  }
  return record
}
