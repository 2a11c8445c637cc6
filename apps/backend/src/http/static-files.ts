import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The built page. It finds its places by the hash, so there is one HTML file; assets carry their hash in the name. */
export async function registerStaticFiles(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) {
    app.get('/', { config: { isPublic: true }, schema: { hide: true } }, async (_, reply) =>
      reply.type('text/plain; charset=utf-8').send('The page has not been built; run `npm run build`. The API is there.\n'),
    )
    return
  }
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, isPublic: true }
      route.schema = { ...route.schema, hide: true }
    })
    await scope.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      dotfiles: 'ignore',
      setHeaders(response, path) {
        void response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  })
}
