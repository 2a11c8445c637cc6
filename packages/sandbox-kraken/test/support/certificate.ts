import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  readonly key: string
  readonly cert: string
  /** Where `cert` lies, for NODE_EXTRA_CA_CERTS. */
  readonly file: string
  remove(): void
}

/** A self-signed certificate for these hosts, made by the `openssl` program; undefined where there is none. */
export function selfSigned(hosts: readonly string[]): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-certificate-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(',')
  const extensions = ['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=critical,CA:TRUE']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', ...curve, '-days', '2', '-subj', '/CN=sandbox', ...extensions, '-keyout', keyFile, '-out', certFile],
      {
        stdio: 'ignore',
      },
    )
  } catch {
    remove()
    return undefined
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), file: certFile, remove }
}
