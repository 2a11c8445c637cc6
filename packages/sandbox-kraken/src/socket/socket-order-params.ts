import { isTriggered, type OrderType } from '../trading/order-ticket.ts'
import { groupOf, isGroup, listOf, type Param, type Params, textOf } from '../wire/params.ts'

/** An order in WebSocket v2's words, put into those of REST's AddOrder. */
export function orderOfSocket(params: Params): Params {
  const type = textOf(params, 'order_type') ?? ''
  const budget = textOf(params, 'cash_order_qty')
  const conditional = groupOf(params, 'conditional')
  return collect([
    ['ordertype', type],
    ['type', textOf(params, 'side')],
    ['volume', budget ?? textOf(params, 'order_qty')],
    ...prices(type, params),
    ['trigger', textOf(groupOf(params, 'triggers') ?? params, 'reference') ?? textOf(params, 'trigger')],
    ['timeinforce', textOf(params, 'time_in_force')],
    ['oflags', flags(params, budget !== undefined)],
    ['reduce_only', textOf(params, 'reduce_only')],
    ['leverage', textOf(params, 'margin') === 'true' ? '5' : undefined],
    ['displayvol', textOf(params, 'display_qty')],
    ['starttm', unixSeconds(textOf(params, 'effective_time'))],
    ['expiretm', unixSeconds(textOf(params, 'expire_time'))],
    ['deadline', textOf(params, 'deadline')],
    ['cl_ord_id', textOf(params, 'cl_ord_id')],
    ['userref', textOf(params, 'order_userref')],
    ['stptype', textOf(params, 'stp_type')?.replace('_', '-')],
    ['validate', textOf(params, 'validate')],
    ['close', conditional === undefined ? undefined : closeOf(conditional)],
  ])
}

export function batchOfSocket(params: Params): Params {
  const orders = (listOf(params, 'orders') ?? []).map((order) => (isGroup(order) ? orderOfSocket(order) : order))
  return collect([
    ['orders', orders],
    ['deadline', textOf(params, 'deadline')],
    ['validate', textOf(params, 'validate')],
  ])
}

/** What `edit_order` changes in an order of this type. */
export function editOfSocket(params: Params, type: OrderType): Params {
  const trigger = triggerText(params, type.startsWith('trailing'))
  const limit = textOf(params, 'limit_price') ?? textOf(params, 'price')
  return collect([
    ['volume', textOf(params, 'order_qty')],
    ['price', isTriggered(type) ? trigger : limit],
    ['price2', isTriggered(type) ? limit : undefined],
    ['displayvol', textOf(params, 'display_qty')],
    ['oflags', textOf(params, 'post_only') === 'true' ? 'post' : undefined],
    ['userref', textOf(params, 'order_userref')],
    ['deadline', textOf(params, 'deadline')],
    ['validate', textOf(params, 'validate')],
  ])
}

type Fields = readonly (readonly [name: string, value: Param | undefined])[]

function prices(type: string, params: Params): Fields {
  const isTrailing = type.startsWith('trailing')
  const limit = relativeText(textOf(params, 'limit_price'), textOf(params, 'limit_price_type') ?? (isTrailing ? 'quote' : 'static'))
  if (type === 'limit' || type === 'iceberg') return [['price', limit]]
  return [
    ['price', triggerText(params, isTrailing)],
    ['price2', limit],
  ]
}

function triggerText(params: Params, isTrailing: boolean): string | undefined {
  const triggers = groupOf(params, 'triggers')
  if (triggers === undefined) return textOf(params, 'stop_price')
  return relativeText(textOf(triggers, 'price'), textOf(triggers, 'price_type') ?? (isTrailing ? 'quote' : 'static'))
}

function closeOf(conditional: Params): Params {
  const type = textOf(conditional, 'order_type') ?? ''
  const isTrailing = type.startsWith('trailing')
  const limit = relativeText(
    textOf(conditional, 'limit_price'),
    textOf(conditional, 'limit_price_type') ?? (isTrailing ? 'quote' : 'static'),
  )
  const trigger = relativeText(
    textOf(conditional, 'trigger_price') ?? textOf(conditional, 'stop_price'),
    textOf(conditional, 'trigger_price_type') ?? (isTrailing ? 'quote' : 'static'),
  )
  return collect([
    ['ordertype', type],
    ['price', type === 'limit' ? limit : trigger],
    ['price2', type === 'limit' ? undefined : limit],
  ])
}

/** 1.5 of type pct is "+1.5%", -150 of type quote is "-150". */
function relativeText(value: string | undefined, type: string): string | undefined {
  if (value === undefined || type === 'static') return value
  const signed = value.startsWith('-') ? value : `+${value}`
  return type === 'pct' ? `${signed}%` : signed
}

function flags(params: Params, isBudget: boolean): string | undefined {
  const list: string[] = []
  if (textOf(params, 'post_only') === 'true') list.push('post')
  const preference = textOf(params, 'fee_preference')
  if (preference === 'base' || preference === 'quote') list.push(preference === 'base' ? 'fcib' : 'fciq')
  if (isBudget) list.push('viqc')
  return list.length === 0 ? undefined : list.join(',')
}

/** Whole seconds, as REST takes moments; what is no time stays what it is and is refused there. */
function unixSeconds(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? text : String(Math.floor(time / 1000))
}

function collect(fields: Fields): Params {
  return new Map(fields.flatMap(([name, value]): [string, Param][] => (value === undefined ? [] : [[name, value]])))
}
