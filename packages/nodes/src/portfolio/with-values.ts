/** Leaves out what has no value (NaN): an output that is absent says "no value". */
export function withValues<Name extends string>(numbers: Readonly<Record<Name, number>>): { readonly [Key in Name]?: number } {
  const present: { [Key in Name]?: number } = {}
  for (const name in numbers) if (!Number.isNaN(numbers[name])) present[name] = numbers[name]
  return present
}
