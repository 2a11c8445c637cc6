import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** S5, S21: no CORS headers at all; only our own scripts; no frames; no referrer. */
export async function registerHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Strategies are compiled to WebAssembly in the page's worker; that is not `eval` of text.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        // The canvas library and the dialogs set styles on elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // Plain http on loopback: a promise of https would lock the user out.
    strictTransportSecurity: false,
  })
  app.addHook('onSend', async (request, reply) => {
    if (isAnswer(request.url)) void reply.header('cache-control', 'no-store')
  })
}

/** Not a file of the page: never kept by anybody in between. */
const isAnswer = (url: string): boolean => /^\/(api|execute|health|state|market|sandbox)(\/|\?|$)/.test(url)
