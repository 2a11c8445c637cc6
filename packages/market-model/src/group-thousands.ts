/** A decimal text with its thousands apart, to its last digit, for people: `100,000.50`. */
export function groupThousands(text: string): string {
  const [whole = '', ...decimals] = text.split('.')
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.')
}
