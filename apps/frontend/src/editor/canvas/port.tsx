import { type PortSpec, kindNames } from '@strategraph/strategy-core'
import { Handle, Position } from '@xyflow/react'
import { memo } from 'react'
import type { Side } from '../model/strategy.ts'

interface PortProps {
  readonly id: string
  readonly side: Side
  readonly port: PortSpec
  readonly title: string
  readonly top: number
  readonly isConnected: boolean
}

/** A typed end of edges. Kind by colour and shape; hollow while nothing is connected; its type and doc on hover. */
export const Port = memo(function Port({ id, side, port, title, top, isConnected }: PortProps) {
  const isRequired = side === 'input' && port.optional !== true
  return (
    <Handle
      id={id}
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Position.Left : Position.Right}
      className="port"
      style={{ top }}
      data-kind={port.kind}
      data-connected={isConnected ? '' : undefined}
      title={`${title}: ${kindNames[port.kind]}${port.unit === undefined ? '' : ` (${port.unit})`}${side === 'input' ? (isRequired ? ', needed' : ', optional') : ''}${port.many === true ? ', takes several' : ''}\n${port.doc}`}
    />
  )
})

/** The shape of a kind, in lists and help. */
export function KindMark({ kind }: { readonly kind: PortSpec['kind'] }) {
  return <span aria-hidden="true" className="port port-legend shrink-0" data-kind={kind} data-connected="" />
}
