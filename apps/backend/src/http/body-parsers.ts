import type { FastifyInstance } from 'fastify'
import { Refusal } from './refusal.ts'

/** Documents are at most 1 MiB; the request around one may be a little larger. */
export const jsonLimit = 1_200_000
export const uploadLimit = 200 * 1024 * 1024

/** Only JSON, in UTF-8 that is UTF-8, without prototype keys; and bytes where a file is expected. Everything else is 415. */
export function registerBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: jsonLimit }, (request, bytes, done) => {
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes as Buffer)
    } catch {
      done(new Refusal(400, 'BAD_ENCODING', 'The request body is not UTF-8.'))
      return
    }
    void parseJson(request, text, done)
  })
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: uploadLimit }, (request, bytes, done) => {
    if (request.routeOptions.config.isUpload === true) done(null, bytes)
    else done(new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'This route takes application/json.'))
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly isUpload?: true
  }
}
