import type { CrashTestSummary } from '@strategraph/protocol'
import { Shield, ShieldAlert, ShieldCheck } from 'lucide-react'
import { cx } from '../ui/class-names.ts'
import { badgeWords } from './crash-words.ts'

const looks = {
  good: { className: 'bg-ok-soft text-up', Icon: ShieldCheck },
  bad: { className: 'bg-danger-soft text-down', Icon: ShieldAlert },
  faint: { className: 'bg-hover text-ink-soft', Icon: Shield },
} as const

interface CrashBadgeProps {
  readonly summary: CrashTestSummary
  readonly onOpen: () => void
  readonly className?: string
}

/** How a strategy did in the scenarios; opens them. */
export function CrashBadge({ summary, onOpen, className }: CrashBadgeProps) {
  const { text, tone, title } = badgeWords(summary)
  const { className: colors, Icon } = looks[tone]
  return (
    <button
      type="button"
      title={title}
      aria-label={`Crash-tested ${text}. ${title}`}
      aria-haspopup="dialog"
      onClick={onOpen}
      className={cx(
        'num inline-flex h-6 shrink-0 items-center gap-1 rounded-md px-2 text-xs hover:brightness-105',
        colors,
        summary.isStale && 'line-through decoration-ink-faint',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="max-xl:hidden">Crash-tested</span> {text}
    </button>
  )
}
