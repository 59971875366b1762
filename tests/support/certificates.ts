import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PEM texts of a certificate and its key. */
export interface CertifiedKey {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority for one test run, made by openssl. */
export interface TestAuthority {
  readonly cert: string;
  /** A certificate for names such as `IP:127.0.0.1` or `DNS:example.org`. */
  issue(names: string): Promise<CertifiedKey>;
  cleanup(): Promise<void>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes an authority that nobody trusts yet. */
export async function createAuthority(): Promise<TestAuthority> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-certificates-'));
  const at = (name: string) => join(directory, name);
  const read = (name: string) => readFile(at(name), 'utf8');
  const ca = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '2', '-subj', '/CN=Headroom test authority'];
  await run('openssl', ['req', '-x509', ...NEW_KEY, ...ca]);
  let issued = 0;
  const issue = async (names: string): Promise<CertifiedKey> => {
    issued += 1;
    const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((end) => `${issued}.${end}`) as [
      string,
      string,
      string,
      string,
    ];
    await writeFile(at(extensions), `subjectAltName=${names}\n`);
    await run('openssl', ['req', ...NEW_KEY, '-keyout', at(key), '-out', at(request), '-subj', '/CN=Headroom test']);
    const signing = [
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
      '-days',
      '1',
      '-extfile',
      at(extensions),
    ];
    await run('openssl', ['x509', '-req', '-in', at(request), '-out', at(cert), ...signing]);
    return { cert: await read(cert), key: await read(key) };
  };
  return { cert: await read('ca.pem'), issue, cleanup: () => rm(directory, { recursive: true, force: true }) };
}
