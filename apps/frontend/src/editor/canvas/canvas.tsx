import './canvas.css'
import {
  Background,
  BackgroundVariant,
  type Connection as FlowConnection,
  ConnectionMode,
  type FinalConnectionState,
  MiniMap,
  Panel,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTheme } from '../../app/theme.ts'
import { useRunView } from '../../runs/run-store.ts'
import { ModeBadge } from '../../runs/mode-badge.tsx'
import { addNodeAt } from '../commands/add-node.ts'
import { type PortRef, connectionsTo } from '../model/candidates.ts'
import { grid, insertOnEdge, makeNode } from '../model/document-ops.ts'
import { HoverCard, LiveOverlay } from '../later.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { registry, shapeOf } from '../model/strategy.ts'
import { openRight, setView, useView, wideEnough } from '../model/view-store.ts'
import { ask, clearMarks, closed, joined, markFittingPorts, tryConnect, tryReconnect } from './connecting.ts'
import { fitOptions } from './fit-options.ts'
import { FlowEdgeView } from './flow-edge.tsx'
import type { FlowEdge, FlowNode } from './flow-items.ts'
import { FlowNodeView } from './flow-node.tsx'
import { farTextZoom, nodeWidth } from './geometry.ts'
import { dragType, draggedType, edgeUnder, nodeUnder, pointOf } from './pointer.ts'
import { Refusal, type RefusalText } from './refusal.tsx'
import { StickyView } from './sticky-view.tsx'

const nodeTypes = { strategy: FlowNodeView, sticky: StickyView }
const edgeTypes = { strategy: FlowEdgeView }
const snapGrid: [number, number] = [grid, grid]

/** The graph. Selection and drags are React Flow's; every change of the document goes through the editor store. */
export function Canvas() {
  const store = useEditor()
  const nodes = useEditorState((state) => state.nodes)
  const edges = useEditorState((state) => state.edges)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const workflowId = useEditorState((state) => state.workflowId)
  const view = useRunView(workflowId)
  const theme = useTheme((state) => state.resolved)
  const hasMinimap = useView((state) => state.minimap)
  const { screenToFlowPosition } = useReactFlow()
  const container = useRef<HTMLDivElement>(null)
  const [refusal, setRefusal] = useState<RefusalText>()
  const [hovered, setHovered] = useState<string>()
  const moving = useRef<string>(undefined)
  // On an empty canvas React Flow would fit the first node that is dropped, away from where it was dropped.
  const [hadNodes] = useState(() => nodes.length > 0)
  const isTouch = useMemo(() => matchMedia('(pointer: coarse)').matches, [])

  const begin = useCallback(
    (from: PortRef) => {
      if (container.current !== null) markFittingPorts(container.current, store, from, moving.current)
    },
    [store],
  )
  const end = useCallback(() => {
    if (container.current !== null) clearMarks(container.current)
    setRefusal(undefined)
  }, [])
  const refuse = useCallback(
    (connection: FlowConnection | FlowEdge): boolean => {
      const whole = closed(connection)
      if (whole === undefined) return false
      const answer = ask(store, whole, moving.current)
      setRefusal((before) =>
        answer.ok ? undefined : before?.reason === answer.reason ? before : { reason: answer.reason, fix: answer.fix },
      )
      return answer.ok
    },
    [store],
  )

  /** A line that ended elsewhere than at a fitting port: on a node, on a port that refuses, or in empty space. */
  const finish = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      end()
      if (state.isValid === true || state.fromHandle === null || isReadOnly || moving.current !== undefined) return
      const screen = pointOf(event)
      const from: PortRef = {
        nodeId: state.fromHandle.nodeId,
        port: state.fromHandle.id ?? '',
        side: state.fromHandle.type === 'source' ? 'output' : 'input',
      }
      const at = screenToFlowPosition(screen)
      const position = { x: from.side === 'output' ? at.x : at.x - nodeWidth, y: at.y - 44 }
      const to = state.toHandle
      if (to !== null && typeof to.id === 'string') {
        const wanted = joined(from, { nodeId: to.nodeId, port: to.id, side: to.type === 'source' ? 'output' : 'input' })
        const answer = ask(store, wanted)
        if (answer.ok || to.type === state.fromHandle.type) return
        if (answer.code === 'KIND_MISMATCH') setView({ quickAdd: { screen, position, between: wanted, message: answer } })
        else setView({ quickAdd: undefined })
        if (answer.code !== 'KIND_MISMATCH') setRefusal({ reason: answer.reason, fix: answer.fix, fades: true })
        return
      }
      const onNode = nodeUnder(screen)
      if (onNode !== undefined && onNode !== from.nodeId) {
        const [only, ...more] = connectionsTo(store.getState().document, from, onNode)
        if (only === undefined)
          setRefusal({ reason: 'None of its ports takes this.', fix: 'Drop the line on empty space to see what does.', fades: true })
        else if (more.length === 0 || only.needed) tryConnect(store, only.connection)
        else setView({ connecting: onNode })
        return
      }
      if (onNode === undefined) setView({ quickAdd: { screen, position, from } })
    },
    [store, screenToFlowPosition, end, isReadOnly],
  )

  const drop = (event: React.DragEvent) => {
    const definition = registry.get(draggedType(event.dataTransfer) ?? '')
    if (definition === undefined || isReadOnly) return
    event.preventDefault()
    event.stopPropagation()
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY })
    const edge = edgeUnder({ x: event.clientX, y: event.clientY })
    const position = { x: at.x - nodeWidth / 2, y: at.y - 17 }
    if (edge === undefined) return addNodeAt(store, definition, position)
    const node = makeNode(store.getState().document, definition, position)
    store.commit(`Insert ${definition.title}`, insertOnEdge(node, edge), { select: [node.id] })
  }

  return (
    <div ref={container} className="relative size-full" data-testid="canvas">
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={store.onNodesChange}
        onEdgesChange={store.onEdgesChange}
        onNodeDragStop={store.commitPositions}
        onSelectionDragStop={store.commitPositions}
        onConnect={(connection) => {
          const whole = closed(connection)
          if (whole !== undefined) tryConnect(store, whole)
        }}
        onConnectStart={(_, { nodeId, handleId, handleType }) => {
          if (nodeId !== null && handleId !== null) begin({ nodeId, port: handleId, side: handleType === 'source' ? 'output' : 'input' })
        }}
        onConnectEnd={finish}
        onClickConnectStart={(_, { nodeId, handleId, handleType }) => {
          if (nodeId === null || handleId === null || isReadOnly) return
          const from: PortRef = { nodeId, port: handleId, side: handleType === 'source' ? 'output' : 'input' }
          begin(from)
          setView({ paletteFilter: from })
        }}
        onClickConnectEnd={() => {
          end()
          setView({ paletteFilter: undefined })
        }}
        onNodeMouseEnter={(_, node) => setHovered(node.id)}
        onNodeMouseLeave={() => setHovered(undefined)}
        isValidConnection={refuse}
        onReconnectStart={(_, edge, side) => {
          moving.current = edge.id
          // React Flow names the end that stays.
          begin(
            side === 'source'
              ? { nodeId: edge.source, port: edge.sourceHandle ?? '', side: 'output' }
              : { nodeId: edge.target, port: edge.targetHandle ?? '', side: 'input' },
          )
        }}
        onReconnect={(edge, connection) => {
          const whole = closed(connection)
          if (whole !== undefined) tryReconnect(store, edge.id, whole)
        }}
        onReconnectEnd={() => {
          moving.current = undefined
          end()
        }}
        onNodeClick={(event, node) => {
          const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey
          if (isPlain && node.type === 'strategy' && innerWidth >= wideEnough && useView.getState().right === undefined)
            openRight('settings')
        }}
        onNodeContextMenu={(event, node) => {
          event.preventDefault()
          if (!node.selected) store.select([node.id])
          setView({ menu: { screen: { x: event.clientX, y: event.clientY }, target: { kind: 'node', id: node.id } } })
        }}
        onEdgeContextMenu={(event, edge) => {
          event.preventDefault()
          store.select([edge.id])
          setView({ menu: { screen: { x: event.clientX, y: event.clientY }, target: { kind: 'edge', id: edge.id } } })
        }}
        onPaneContextMenu={(event) => {
          event.preventDefault()
          const screen = { x: event.clientX, y: event.clientY }
          setView({ menu: { screen, target: { kind: 'pane', position: screenToFlowPosition(screen) } } })
        }}
        onNodeDoubleClick={(_, node) => {
          if (node.type === 'strategy' && !isReadOnly) setView({ renaming: node.id })
        }}
        onPaneClick={() => {
          end()
          setView({ paletteFilter: undefined })
        }}
        onDoubleClick={(event) => {
          const isPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane')
          if (!isPane || isReadOnly) return
          const screen = { x: event.clientX, y: event.clientY }
          setView({ quickAdd: { screen, position: screenToFlowPosition(screen) } })
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragType)) return
          event.preventDefault()
          event.dataTransfer.dropEffect = 'copy'
        }}
        onDrop={drop}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly && !isTouch}
        edgesReconnectable={!isReadOnly && !isTouch}
        connectionMode={ConnectionMode.Strict}
        connectionRadius={26}
        onInit={(flow) => {
          // A phone cannot show a whole strategy: begin where the data comes in, large enough to read.
          const first = nodes.toSorted((a, b) => a.position.x - b.position.x).find((node) => node.type === 'strategy')
          if (first === undefined || innerWidth >= wideEnough || flow.getZoom() >= farTextZoom) return
          void flow.setViewport({ x: 20 - first.position.x * 0.5, y: innerHeight / 3 - first.position.y * 0.5, zoom: 0.5 })
        }}
        snapToGrid
        snapGrid={snapGrid}
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        panActivationKeyCode="Space"
        panOnScroll={false}
        selectionMode={SelectionMode.Partial}
        disableKeyboardA11y
        nodesFocusable
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        minZoom={0.08}
        maxZoom={2.5}
        fitView={hadNodes}
        fitViewOptions={fitOptions}
        colorMode={theme}
        aria-label="Graph of the strategy. Tab enters it, arrow keys walk along the connections."
      >
        <Background variant={BackgroundVariant.Dots} gap={grid * 3} size={1.2} />
        {view === undefined ? null : (
          <Suspense fallback={null}>
            <LiveOverlay view={view} />
            {hovered === undefined ? null : <HoverCard key={hovered} nodeId={hovered} view={view} />}
          </Suspense>
        )}
        {hasMinimap ? (
          <MiniMap<FlowNode>
            pannable
            zoomable
            position="bottom-right"
            ariaLabel="Overview of the graph"
            className="max-md:hidden"
            style={{ width: 168, height: 112 }}
            nodeColor={minimapColor}
            nodeStrokeWidth={0}
            nodeBorderRadius={12}
          />
        ) : null}
        <Panel position="top-left">
          <ModeBadge workflowId={workflowId} />
        </Panel>
      </ReactFlow>
      {refusal === undefined ? null : <Refusal text={refusal} onGone={() => setRefusal(undefined)} />}
      <FocusEntry />
    </div>
  )
}

function minimapColor(node: FlowNode): string {
  if (node.type !== 'strategy') return 'var(--line-strong)'
  const { definition } = shapeOf(node.data.node)
  return definition === undefined ? 'var(--down)' : `var(--cat-${definition.category})`
}

/** One node takes part in the page's Tab order: the selected one, else the first. The arrow keys do the rest. */
function FocusEntry() {
  const entry = useEditorState(({ nodes }) => (nodes.find((node) => node.selected) ?? nodes.find((node) => node.type === 'strategy'))?.id)
  useEffect(() => {
    for (const element of document.querySelectorAll<HTMLElement>('.react-flow__node'))
      element.tabIndex = element.dataset['id'] === entry ? 0 : -1
  })
  return null
}
