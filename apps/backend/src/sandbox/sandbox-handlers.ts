import type { Handlers } from '../http/handlers.ts'
import { notFound, Refusal, unusable } from '../http/refusal.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { sandboxRoot, socketPath } from './sandbox-routes.ts'

type SandboxHandlers = Pick<Handlers, 'listSandboxAccounts' | 'createSandboxAccount' | 'deleteSandboxAccount'>

/** `sandbox` is undefined where there is no market that it could be the door of. */
export function createSandboxHandlers(sandbox: SandboxHost | undefined): SandboxHandlers {
  const on = (): SandboxHost => {
    if (sandbox !== undefined) return sandbox
    throw new Refusal(
      409,
      'MARKET_OFF',
      'The sandbox exchange needs the simulated market, which is switched off (market.enabled in config.json).',
    )
  }
  return {
    listSandboxAccounts: () => [...on().accounts()],
    async createSandboxAccount({ body }, { request }) {
      const made = await on().createAccount(body)
      if (!made.ok) throw unusable(made.code, made.message)
      // The address that the caller used: another one may not lead here.
      const { protocol, host } = request
      return {
        ...made.account,
        restUrl: `${protocol}://${host}${sandboxRoot}`,
        wsUrl: `${protocol === 'https' ? 'wss' : 'ws'}://${host}${sandboxRoot}${socketPath}`,
      }
    },
    async deleteSandboxAccount({ params }) {
      const deletedAt = await on().deleteAccount(params.id)
      if (deletedAt === undefined) throw notFound('sandbox account', params.id)
      return { deletedAt }
    },
  }
}
