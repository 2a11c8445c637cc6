import { drawExponential } from '../agents/draws.ts'
import { nextUniform, type RandomState } from '../random.ts'

/**
 * Agents of one market who act at moments of pure chance. Many independent Poisson processes are one: it says when somebody acts, another draw
 * says who. Nobody's next moment is settled in advance, so the pace of all follows the market's activity at once.
 */
export interface Crowd<Member> {
  /** Until somebody acts, at this pace (1 = usual); Infinity where nobody is in it. May be drawn anew at any time: a Poisson process has no memory. */
  pauseSeconds(activity: number): number
  choose(): Member | undefined
}

/** Only of those who have a mean pause, seconds. */
export function createCrowd<Member extends { readonly actor: { readonly meanPause: number } }>(
  crew: readonly Member[],
  random: RandomState,
): Crowd<Member> {
  const members = crew.filter(({ actor }) => actor.meanPause < Number.POSITIVE_INFINITY)
  // Acts a second of a member and all before it.
  const rates = new Float64Array(members.length)
  let total = 0
  members.forEach(({ actor }, place) => {
    total += 1 / actor.meanPause
    rates[place] = total
  })
  return {
    // Asked first: a draw of exactly 0 over nobody would be no number, and stop the timetable.
    pauseSeconds: (activity) => (total === 0 ? Number.POSITIVE_INFINITY : drawExponential(random) / (total * activity)),
    choose: () => {
      const drawn = nextUniform(random) * total
      let [low, high] = [0, members.length - 1]
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((rates[middle] ?? 0) <= drawn) low = middle + 1
        else high = middle
      }
      return members[low]
    },
  }
}
