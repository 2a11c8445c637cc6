import { destination, pino, type Logger } from 'pino'

/**
 * One line of JSON per event, to stderr: stdout is for what a script reads. Whatever is a secret by name is cut out; nothing
 * logs bodies, headers or addresses with a query.
 */
export function createLogger(level: string): Logger {
  const secrets = ['token', 'password', 'apiKey', 'anthropicApiKey', 'openaiApiKey', 'secret', 'cookie', 'authorization']
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`, `*.headers["set-cookie"]`])
  return pino(
    {
      level,
      base: null,
      redact: { paths: [...new Set(paths)], censor: '[secret]' },
      serializers: {
        err: (cause: unknown) =>
          cause instanceof Error
            ? { type: cause.name, message: cause.message, stack: cause.stack, ...('code' in cause ? { code: cause.code } : {}) }
            : { message: String(cause) },
        req: (request: { readonly method?: string; readonly url?: string }) => ({
          method: request.method,
          path: request.url?.split('?')[0],
        }),
      },
    },
    destination({ dest: 2, sync: true }),
  )
}
