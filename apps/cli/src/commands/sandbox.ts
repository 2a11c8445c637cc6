import { defineCommand } from 'citty'
import { fail, UsageError } from '../command-line/exit.ts'
import { refuseUnknownArguments, repeatedFlag } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { callServer, ServerCallError } from '../server/call-server.ts'

const args = {
  action: { type: 'positional', description: 'account', required: true },
  name: { type: 'string', description: 'What the account is called' },
  balance: { type: 'string', description: 'Asset and amount, like USD=100000; may be given several times. Default: 100000 USD and 1 BTC' },
  permission: {
    type: 'string',
    description: 'What the key may do, in the words of the exchange; may be given several times. Default: all',
  },
  url: { type: 'string', description: 'Where the server listens; default: as the data folder says' },
  token: { type: 'string', description: 'Token for it (strategraph token create); default: one is made for this call' },
  json: { type: 'boolean', description: 'Print the result as JSON' },
} as const

export const sandboxCommand = defineCommand({
  meta: {
    name: 'sandbox',
    description: 'Make a funded test account at the sandbox exchange of the running server; its secret is shown once',
  },
  args,
  async run({ args: { action, name, url, token, json = false }, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    if (action !== 'account') throw new UsageError(`"${action}" is not one of account.`)
    const balances = Object.fromEntries(repeatedFlag(rawArgs, 'balance').map(readBalance))
    const permissions = repeatedFlag(rawArgs, 'permission')
    try {
      const account = await callServer({ url, token }, (client) =>
        client.createSandboxAccount({
          body: {
            ...(name === undefined ? {} : { name }),
            ...(Object.keys(balances).length === 0 ? {} : { balances }),
            ...(permissions.length === 0 ? {} : { permissions: [...permissions] }),
          },
        }),
      )
      say.error(`Sandbox account "${account.name}". Its secret is shown this once. Nothing of it is real money.`)
      if (json) return say.json(account)
      say.out(`key       ${account.key}`)
      say.out(`secret    ${account.secret}`)
      say.out(`rest      ${account.restUrl}`)
      say.out(`websocket ${account.wsUrl}`)
      return say.out(
        `balances  ${Object.entries(account.balances)
          .map(([asset, amount]) => `${amount} ${asset}`)
          .join(', ')}`,
      )
    } catch (cause) {
      if (!(cause instanceof ServerCallError)) throw cause
      if (json) say.json({ ok: false, code: cause.code, message: cause.message })
      else say.error(`${cause.code}: ${cause.message}`)
      return fail()
    }
  },
})

function readBalance(text: string): [asset: string, amount: string] {
  const [, asset, amount] = /^([A-Za-z0-9.]{2,12})=(\d{1,12}(?:\.\d{1,10})?)$/.exec(text) ?? []
  if (asset === undefined || amount === undefined) throw new UsageError(`--balance must be like USD=100000, not "${text}".`)
  return [asset.toUpperCase(), amount]
}
