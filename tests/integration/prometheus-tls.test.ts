import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HeadroomError } from '../../pkg/contract/errors.ts';
import type { SourceTls } from '../../pkg/contract/settings.ts';
import { contextOf, expectError } from '../../pkg/backend/app/ports/kit.contract.ts';
import { createPrometheusReader } from '../../pkg/backend/prometheus/prometheus-reader.ts';
import { type CertifiedKey, createAuthority, type TestAuthority } from '../support/certificates.ts';
import { type ScriptedServer, sendData, startScriptedServer } from '../support/scripted-server.ts';
import { settingsOf } from '../support/source-settings.ts';

const context = contextOf('1', 'prom');
const noTls: SourceTls = { skipVerify: false };
const cleanups: (() => Promise<void>)[] = [];
let authority: TestAuthority;
let forAddress: CertifiedKey;
let forName: CertifiedKey;

beforeAll(async () => {
  authority = await createAuthority();
  forAddress = await authority.issue('IP:127.0.0.1');
  forName = await authority.issue('DNS:prometheus.example.org');
});
afterAll(() => authority.cleanup());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) {
    await cleanup();
  }
});

async function start(own: CertifiedKey | undefined, demandsCertificate = false): Promise<ScriptedServer> {
  const tls = {
    ...own,
    ca: authority.cert,
    requestCert: demandsCertificate,
    rejectUnauthorized: demandsCertificate,
    maxVersion: 'TLSv1.2' as const,
  };
  const server = await startScriptedServer(
    (_, response) => sendData(response, { resultType: 'scalar', result: [0, '7'] }),
    own === undefined ? undefined : tls
  );
  cleanups.push(() => server.close());
  return server;
}

function ask(url: string, tls: SourceTls) {
  const reader = createPrometheusReader(settingsOf(url, { tls }), {
    clock: { now: () => Date.now() },
    random: () => 0,
  });
  cleanups.unshift(() => reader.close());
  return reader.readInstant(context, 'seven', 0);
}

describe('a source with TLS', () => {
  it('is trusted by its authority, or without any when that is demanded', async () => {
    const { url } = await start(forAddress);
    expect(await ask(url, { ...noTls, ca: authority.cert })).toEqual([{ labels: {}, value: 7 }]);
    expect(await ask(url, { skipVerify: true })).toEqual([{ labels: {}, value: 7 }]);
  });

  it('is not trusted without its authority', async () => {
    const error = await expectError(ask((await start(forAddress)).url, noTls), 'source_unreachable');
    expect(error.field).toBe('tlsCACert');
    expect(error.message).toContain('not trusted');
  });

  it('must bear the name of the URL, or the one that is entered', async () => {
    const { url } = await start(forName);
    const error = await expectError(ask(url, { ...noTls, ca: authority.cert }), 'source_unreachable');
    expect(error.field).toBe('serverName');
    const named = { ...noTls, ca: authority.cert, serverName: 'prometheus.example.org' };
    expect(await ask(url, named)).toEqual([{ labels: {}, value: 7 }]);
  });

  it('may demand a client certificate', async () => {
    const { url } = await start(forAddress, true);
    const error = await expectError(ask(url, { ...noTls, ca: authority.cert }), 'source_unreachable');
    expect(error.field).toBe('tlsClientCert');
    const client = await authority.issue('DNS:headroom');
    expect(await ask(url, { ...noTls, ca: authority.cert, ...client })).toEqual([{ labels: {}, value: 7 }]);
  });

  it('is told apart from one without', async () => {
    const plain = await start(undefined);
    const noTlsThere = await expectError(ask(plain.url.replace('http:', 'https:'), noTls), 'source_unreachable');
    expect(noTlsThere.sentence).toContain('http://');
    const { url } = await start(forAddress);
    const tlsThere = await expectError(ask(url.replace('https:', 'http:'), noTls), 'source_unreachable');
    expect(tlsThere.remedy).toBeDefined();
  });
});

describe('PEM texts that cannot be read', () => {
  it.each<[string, () => SourceTls]>([
    ['tlsCACert', () => ({ ...noTls, ca: 'hunter2' })],
    ['tlsClientCert', () => ({ ...noTls, cert: '-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----' })],
    ['tlsClientKey', () => ({ ...noTls, cert: forAddress.cert, key: 'hunter2' })],
    ['tlsClientKey', () => ({ ...noTls, cert: forAddress.cert, key: forName.key })],
  ])('are told by their setting %s and not quoted', (field, tls) => {
    try {
      createPrometheusReader(settingsOf('https://h', { tls: tls() }), { clock: { now: () => Date.now() } });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(HeadroomError);
      expect(thrown).toMatchObject({ code: 'not_configured', field });
      expect((thrown as HeadroomError).sentence).not.toContain('hunter2');
    }
  });
});
