export interface BudgetLimits {
  readonly callsPerHour: number
  readonly tokensPerHour: number
}

/** What models may cost within any hour of real time. A call is counted before it is made, its tokens when they are known. */
export interface HourlyBudget {
  /** True: one more call was allowed, and is counted. */
  takeCall(): boolean
  book(tokens: number): void
}

const hourMs = 3_600_000

export function createHourlyBudget({ callsPerHour, tokensPerHour }: BudgetLimits, now: () => number): HourlyBudget {
  let spent: { readonly time: number; readonly calls: number; readonly tokens: number }[] = []
  const sum = (field: 'calls' | 'tokens') => spent.reduce((total, entry) => total + entry[field], 0)
  return {
    takeCall() {
      const time = now()
      spent = spent.filter((entry) => time - entry.time < hourMs)
      if (sum('calls') >= callsPerHour || sum('tokens') >= tokensPerHour) return false
      spent.push({ time, calls: 1, tokens: 0 })
      return true
    },
    book(tokens) {
      spent.push({ time: now(), calls: 0, tokens })
    },
  }
}
