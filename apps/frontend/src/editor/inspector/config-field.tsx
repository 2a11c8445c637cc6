import { Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { isRecord } from '../model/document-ops.ts'
import { humanize } from '../model/strategy.ts'
import { type Field, presetOf, variantPreset } from './field-model.ts'
import { NumberInput } from './number-input.tsx'
import { SpecialControl } from './special-control.tsx'

export type Path = readonly (string | number)[]

export interface FormContext {
  /** Problems at exactly this path, in plain words. */
  readonly errorsAt: (path: Path) => readonly string[]
  readonly set: (path: Path, value: unknown) => void
  readonly isDisabled: boolean
}

interface FieldProps {
  readonly field: Field
  readonly value: unknown
  readonly path: Path
  readonly form: FormContext
  /** Inside a list the item needs no title of its own. */
  readonly isBare?: boolean
}

/** One setting: title, control, unit, bounds, help and what is wrong with it. */
export function ConfigField({ field, value, path, form, isBare = false }: FieldProps) {
  const id = useId()
  const errors = form.errorsAt(path)
  const noteId = `${id}-note`
  const describedBy = errors.length > 0 || field.description !== undefined ? noteId : undefined
  const shared = { id, isInvalid: errors.length > 0, describedBy, isDisabled: form.isDisabled }

  if (field.kind === 'flag') {
    return (
      <div className="py-1.5">
        <label htmlFor={id} className="flex items-center gap-2">
          <input
            id={id}
            type="checkbox"
            className="size-4 accent-accent"
            checked={value === true}
            disabled={form.isDisabled}
            aria-describedby={describedBy}
            onChange={(event) => form.set(path, event.target.checked)}
          />
          <span className="font-medium">{field.title}</span>
        </label>
        <Notes id={noteId} field={field} errors={errors} />
      </div>
    )
  }
  if (field.kind === 'group' && field.control === 'rule') return <RuleField field={field} value={value} path={path} form={form} />
  if (field.kind === 'group' || field.kind === 'list') {
    return (
      <fieldset className="py-1.5">
        {isBare ? null : <legend className="mb-0.5 font-medium">{field.title}</legend>}
        <Notes id={noteId} field={field} errors={errors} />
        {field.kind === 'group' ? (
          <GroupBody field={field} value={value} path={path} form={form} />
        ) : (
          <ListBody field={field} value={value} path={path} form={form} />
        )}
      </fieldset>
    )
  }
  return (
    <div className="py-1.5">
      {isBare ? null : (
        <label htmlFor={id} className="mb-0.5 flex items-baseline justify-between gap-2 font-medium">
          {field.title}
          <Range field={field} />
        </label>
      )}
      <div className="flex items-center gap-2">
        <Control field={field} value={value} path={path} form={form} {...shared} />
        {field.unit === undefined ? null : <span className="shrink-0 text-ink-faint text-xs">{field.unit}</span>}
      </div>
      {field.kind === 'variant' ? <VariantBody field={field} value={value} path={path} form={form} /> : null}
      <Notes id={noteId} field={field} errors={errors} />
    </div>
  )
}

interface ControlProps extends FieldProps {
  readonly id: string
  readonly isInvalid: boolean
  readonly describedBy: string | undefined
  readonly isDisabled: boolean
}

function Control({ field, value, path, form, id, isInvalid, describedBy, isDisabled }: ControlProps) {
  const aria = { id, 'aria-invalid': isInvalid, 'aria-describedby': describedBy, disabled: isDisabled }
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          id={id}
          value={value}
          step={field.isInteger ? 1 : stepOf(value)}
          isInvalid={isInvalid}
          describedBy={describedBy}
          isDisabled={isDisabled}
          placeholder={field.preset === undefined ? undefined : asText(field.preset)}
          onChange={(next) => form.set(path, next)}
        />
      )
    case 'choice':
      return (
        <select
          className="input"
          value={asText(value)}
          onChange={(event) =>
            form.set(
              path,
              field.options.find((option) => String(option) === event.target.value),
            )
          }
          {...aria}
        >
          {/* A value that is no option is kept and shown, with its error. */}
          {field.options.some((option) => option === value) ? null : (
            <option value={asText(value)}>{value === undefined ? 'Choose …' : `${asText(value)} (unknown)`}</option>
          )}
          {field.options.map((option) => (
            <option key={option} value={String(option)}>
              {typeof option === 'string' && /^[a-z][a-z-]+$/i.test(option) ? humanize(option) : option}
            </option>
          ))}
        </select>
      )
    case 'text':
      if (field.control !== undefined && field.control !== 'text-area') {
        return <SpecialControl control={field.control} value={value} aria={aria} onChange={(next) => form.set(path, next)} />
      }
      return field.isLong ? (
        <textarea
          className="input font-mono text-xs"
          rows={5}
          value={asText(value)}
          onChange={(event) => form.set(path, event.target.value)}
          {...aria}
        />
      ) : (
        <input
          className="input"
          autoComplete="off"
          value={asText(value)}
          maxLength={field.maxLength}
          onChange={(event) => form.set(path, event.target.value)}
          {...aria}
        />
      )
    case 'variant': {
      const present = isRecord(value) ? value[field.tag] : undefined
      return (
        <select
          className="input"
          value={typeof present === 'string' ? present : ''}
          onChange={(event) =>
            form.set(
              path,
              variantPreset(
                field.tag,
                field.variants.find((variant) => variant.value === event.target.value),
              ),
            )
          }
          {...aria}
        >
          {field.variants.some((variant) => variant.value === present) ? null : <option value="">Choose …</option>}
          {field.variants.map((variant) => (
            <option key={variant.value} value={variant.value}>
              {variant.title}
            </option>
          ))}
        </select>
      )
    }
    case 'json':
      return (
        <textarea
          className="input font-mono text-xs"
          rows={4}
          defaultValue={JSON.stringify(value, null, 2)}
          onBlur={(event) => form.set(path, parseOrText(event.target.value))}
          {...aria}
        />
      )
    case 'flag':
    case 'list':
    case 'group':
      return null
  }
}

function VariantBody({ field, value, path, form }: FieldProps & { readonly field: Field & { readonly kind: 'variant' } }) {
  const record = isRecord(value) ? value : {}
  const variant = field.variants.find((entry) => entry.value === record[field.tag])
  if (variant === undefined || variant.fields.length === 0) return null
  return (
    <div className="mt-1 border-line border-l-2 pl-3">
      {variant.fields.map((entry) => (
        <ConfigField key={entry.key} field={entry} value={record[entry.key] ?? entry.preset} path={[...path, entry.key]} form={form} />
      ))}
    </div>
  )
}

function GroupBody({ field, value, path, form }: FieldProps & { readonly field: Field & { readonly kind: 'group' } }) {
  const record = isRecord(value) ? value : {}
  return (
    <div className="border-line border-l-2 pl-3">
      {field.fields.map((entry) => (
        <ConfigField key={entry.key} field={entry} value={record[entry.key] ?? entry.preset} path={[...path, entry.key]} form={form} />
      ))}
    </div>
  )
}

function ListBody({ field, value, path, form }: FieldProps & { readonly field: Field & { readonly kind: 'list' } }) {
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  return (
    <div className="space-y-1.5">
      {items.map((item, index) => (
        // The place in the list is the identity: items are plain values.
        <div key={`${index}/${items.length}`} className="flex items-start gap-1 rounded-md border border-line px-2">
          <div className="min-w-0 flex-1">
            <ConfigField field={field.item} value={item} path={[...path, index]} form={form} isBare />
          </div>
          <IconButton
            label={`Remove ${index + 1} of ${items.length}`}
            disabled={form.isDisabled}
            className="mt-1 size-6"
            onClick={() => form.set(path, items.toSpliced(index, 1))}
          >
            <Trash2 />
          </IconButton>
        </div>
      ))}
      {field.maxItems !== undefined && items.length >= field.maxItems ? null : (
        <Button size="small" disabled={form.isDisabled} onClick={() => form.set(path, [...items, presetOf(field.item)])}>
          <Plus aria-hidden="true" className="size-3.5" /> Add
        </Button>
      )}
    </div>
  )
}

/** A limit that can be switched on: `{ on, limit }`. */
function RuleField({ field, value, path, form }: FieldProps) {
  const id = useId()
  const record = isRecord(value) ? value : {}
  const errors = [...form.errorsAt(path), ...form.errorsAt([...path, 'on']), ...form.errorsAt([...path, 'limit'])]
  const isOn = record['on'] === true
  return (
    <div className="py-1.5">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="flex min-w-0 flex-1 items-center gap-2">
          <input
            id={id}
            type="checkbox"
            className="size-4 shrink-0 accent-accent"
            checked={isOn}
            disabled={form.isDisabled}
            onChange={(event) => form.set([...path, 'on'], event.target.checked)}
          />
          <span className={isOn ? 'font-medium' : 'text-ink-soft'}>{field.title}</span>
        </label>
        <div className="w-20">
          <NumberInput
            id={`${id}-limit`}
            value={record['limit']}
            step={1}
            isInvalid={errors.length > 0}
            describedBy={`${id}-note`}
            isDisabled={form.isDisabled || !isOn}
            onChange={(next) => form.set([...path, 'limit'], next)}
          />
          <label htmlFor={`${id}-limit`} className="sr-only">
            {field.title}: limit
          </label>
        </div>
        <span className="w-8 text-ink-faint text-xs">{field.unit}</span>
      </div>
      <Notes id={`${id}-note`} field={field} errors={errors} />
    </div>
  )
}

function Notes({ id, field, errors }: { readonly id: string; readonly field: Field; readonly errors: readonly string[] }): ReactNode {
  if (errors.length === 0 && field.description === undefined) return null
  return (
    <div id={id} className="mt-0.5 text-xs">
      {errors.map((error) => (
        <p key={error} className="text-down">
          {error}
        </p>
      ))}
      {field.description === undefined ? null : <p className="text-ink-faint">{field.description}</p>}
    </div>
  )
}

function Range({ field }: { readonly field: Field }) {
  if (field.kind !== 'number' || (field.min === undefined && field.max === undefined)) return null
  const words =
    field.min !== undefined && field.max !== undefined
      ? `${field.min} to ${field.max}`
      : field.min !== undefined
        ? `from ${field.min}`
        : `up to ${field.max ?? ''}`
  return <span className="num font-normal text-2xs text-ink-faint">{words}</span>
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

/** Steps in the last digit's order: 0.25 steps by 0.01, 1500 by 1. */
function stepOf(value: unknown): number {
  const decimals = typeof value === 'number' ? (String(value).split('.')[1]?.length ?? 0) : 0
  return decimals === 0 ? 1 : 10 ** -Math.min(decimals, 6)
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
