// Preload for a client that knows no other host than *.kraken.com: TLS to it goes to the sandbox. The client itself is not touched.
const tls = require('node:tls')

const { SANDBOX_PORT } = process.env
const connect = tls.connect
tls.connect = (...args) => {
  const options = args.find((argument) => typeof argument === 'object' && argument !== null)
  if (String(options?.servername || options?.host).endsWith('.kraken.com')) {
    Object.assign(options, { host: '127.0.0.1', port: Number(SANDBOX_PORT), servername: options.servername || options.host })
  }
  return connect(...args)
}
