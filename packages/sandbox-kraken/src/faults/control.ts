import { ZodError } from 'zod'
import { parseJson } from '../wire/params.ts'
import type { FaultPort } from './fault-port.ts'
import { faultRuleSchema, faultStateSchema, hookSchema } from './fault-types.ts'

export interface ControlRequest {
  readonly method: string
  /** After the mount point: "/rules", "/rules/rule-1", "/hooks", "/state", "/log". */
  readonly path: string
  readonly body: string
}

export interface ControlAnswer {
  readonly status: number
  readonly body: unknown
}

const notFound: ControlAnswer = { status: 404, body: { error: 'not found' } }
const done: ControlAnswer = { status: 200, body: {} }

/** The fault port over HTTP, JSON in and out. See README.md. */
export function handleControl(port: FaultPort | undefined, { method, path, body }: ControlRequest): ControlAnswer {
  if (port === undefined) return notFound
  const [, name = '', id] = path.split('/')
  try {
    switch (`${method} /${name}${id === undefined ? '' : '/:id'}`) {
      case 'GET /rules':
        return { status: 200, body: port.rules() }
      case 'POST /rules':
        return { status: 200, body: { id: port.addRule(faultRuleSchema.parse(parseJson(body))) } }
      case 'DELETE /rules/:id':
        return port.removeRule(id ?? '') ? done : notFound
      case 'POST /hooks':
        return { status: 200, body: { id: port.addHook(hookSchema.parse(parseJson(body))) } }
      case 'DELETE /hooks/:id':
        return port.removeHook(id ?? '') ? done : notFound
      case 'POST /state':
        port.set(faultStateSchema.parse(parseJson(body)))
        return done
      case 'POST /clear':
        port.clear()
        return done
      case 'GET /log':
        return { status: 200, body: port.log() }
      case 'DELETE /log':
        port.clearLog()
        return done
      default:
        return notFound
    }
  } catch (problem) {
    if (problem instanceof ZodError) return { status: 400, body: { error: problem.issues } }
    if (problem instanceof TypeError) return { status: 400, body: { error: problem.message } }
    throw problem
  }
}
