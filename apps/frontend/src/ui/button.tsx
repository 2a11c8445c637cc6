import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'

type Look = 'plain' | 'primary' | 'outline' | 'danger'

const looks: Readonly<Record<Look, string>> = {
  plain: 'hover:bg-hover text-ink-soft hover:text-ink',
  outline: 'border border-line bg-surface hover:bg-hover hover:border-line-strong',
  primary: 'bg-accent text-accent-ink hover:brightness-110 font-medium',
  danger: 'border border-down/50 text-down hover:bg-danger-soft font-medium',
}

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: Look
  readonly size?: 'small' | 'normal'
}

export function Button({ look = 'outline', size = 'normal', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors disabled:opacity-45',
        size === 'small' ? 'h-6 px-2 text-xs' : 'h-7 px-2.5',
        looks[look],
        className,
      )}
      {...rest}
    />
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Accessible name and tooltip. */
  readonly label: string
  readonly shortcut?: string | undefined
  readonly children: ReactNode
  readonly pressed?: boolean
}

/** A square button with an icon; its name is read out and shown on hover. */
export function IconButton({ label, shortcut, pressed, className, children, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      className={cx(
        'inline-grid size-7 shrink-0 place-items-center rounded-md text-ink-soft transition-colors hover:bg-hover hover:text-ink disabled:opacity-40 [&_svg]:size-4',
        pressed === true && 'bg-accent-soft text-accent',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}
