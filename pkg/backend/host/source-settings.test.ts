import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { DataSourceInstanceSettingsSchema } from './gen/pluginv2_pb.ts';
import { toSourceSettings } from './source-settings.ts';

interface Instance {
  readonly url?: string;
  readonly basicAuthEnabled?: boolean;
  readonly basicAuthUser?: string;
  readonly decryptedSecureJsonData?: Record<string, string>;
  readonly json?: unknown;
  readonly text?: string;
}

const SECRETS = {
  basicAuthPassword: 'secret-password',
  bearerToken: 'secret-bearer',
  grafanaToken: 'secret-token',
  tlsCACert: 'secret-ca',
  tlsClientCert: 'secret-cert',
  tlsClientKey: 'secret-key',
  httpHeaderValue1: 'secret-header',
};

function settingsOf({ json, text, ...fields }: Instance = {}, config: Record<string, string> = {}) {
  const jsonData = text ?? (json === undefined ? '' : JSON.stringify(json));
  const instance = create(DataSourceInstanceSettingsSchema, {
    uid: 'prom',
    url: 'http://prometheus:9090',
    ...fields,
    jsonData: new TextEncoder().encode(jsonData),
  });
  return toSourceSettings(instance, config);
}

function refusal(fields: Instance, config?: Record<string, string>): HeadroomError {
  try {
    settingsOf(fields, config);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(HeadroomError);
    return thrown as HeadroomError;
  }
  throw new Error('nothing was refused');
}

const throughGrafana = { sourceKind: 'grafana', grafanaSourceUid: 'p/1', grafanaUrl: 'http://grafana:3000/sub/' };

describe('toSourceSettings', () => {
  it('fills in what a fresh data source leaves out', () => {
    expect(settingsOf()).toEqual({
      kind: 'direct',
      baseUrl: 'http://prometheus:9090',
      auth: { kind: 'none' },
      headers: {},
      tls: { skipVerify: false },
      limits: { maxSeries: 500, maxSamples: 50_000_000, concurrency: 4, timeoutSeconds: 20 },
      prices: {
        currency: 'USD',
        cpuCoreHour: 0.031611,
        memoryGibHour: 0.004237,
        storageGibMonth: 0.04,
        leastSaving: 1,
      },
    });
  });

  it.each([
    ['http://prometheus:9090/', 'http://prometheus:9090'],
    [' https://example.org/prom// ', 'https://example.org/prom'],
    ['http://[::1]:9090/a?x=1#y', 'http://[::1]:9090/a'],
  ])('reads the address "%s" as %s', (url, baseUrl) => {
    expect(settingsOf({ url }).baseUrl).toBe(baseUrl);
  });

  it('sends a secret only where its switch is on', () => {
    const off = settingsOf({ decryptedSecureJsonData: SECRETS });
    expect(JSON.stringify(off)).not.toContain('secret');
    const json = {
      tlsAuth: true,
      tlsAuthWithCACert: true,
      serverName: 'p',
      authKind: 'bearer',
      httpHeaderName1: 'X-Org',
    };
    expect(settingsOf({ json, decryptedSecureJsonData: SECRETS })).toMatchObject({
      auth: { kind: 'bearer', token: 'secret-bearer' },
      headers: { 'X-Org': 'secret-header' },
      tls: { skipVerify: false, ca: 'secret-ca', cert: 'secret-cert', key: 'secret-key', serverName: 'p' },
    });
  });

  it('takes basic authentication from Grafana’s own switch, which beats a bearer token', () => {
    const basic = { basicAuthEnabled: true, basicAuthUser: 'nadia', json: { authKind: 'bearer' } };
    expect(settingsOf({ ...basic, decryptedSecureJsonData: SECRETS }).auth).toEqual({
      kind: 'basic',
      user: 'nadia',
      password: 'secret-password',
    });
    expect(settingsOf(basic).auth).toEqual({ kind: 'basic', user: 'nadia', password: '' });
  });

  it('pairs names and values of headers by number, whatever else is in the settings', () => {
    const json = { httpHeaderName2: 'B', httpHeaderName10: 'J', httpHeaderName3: '', httpHeaderName4: 5, other: 'x' };
    const secrets = { httpHeaderValue2: 'b', httpHeaderValue10: 'j', httpHeaderValue3: 'c', httpHeaderValue9: 'i' };
    expect(settingsOf({ json, decryptedSecureJsonData: secrets }).headers).toEqual({ B: 'b', J: 'j' });
    expect(settingsOf({ json }).headers).toEqual({ B: '', J: '' });
  });

  it('reads through Grafana with the token, and with no header or secret of a direct source', () => {
    const json = { ...throughGrafana, authKind: 'bearer', httpHeaderName1: 'X-Org' };
    expect(settingsOf({ json, decryptedSecureJsonData: SECRETS })).toMatchObject({
      kind: 'grafana',
      baseUrl: 'http://grafana:3000/sub/api/datasources/proxy/uid/p%2F1',
      auth: { kind: 'bearer', token: 'secret-token' },
      headers: {},
      tls: { skipVerify: false },
    });
  });

  it('asks the Grafana that calls where no address is given', () => {
    const json = { ...throughGrafana, grafanaUrl: '' };
    const config = { GF_APP_URL: 'https://grafana.example.org/' };
    expect(settingsOf({ json, decryptedSecureJsonData: SECRETS }, config).baseUrl).toMatch(
      /^https:\/\/grafana\.example\.org\/api\//
    );
  });

  it.each<[string, Instance]>([
    ['url', { url: ' ' }],
    ['url', { url: 'prometheus:9090' }],
    ['url', { url: 'file:///etc/passwd' }],
    ['url', { url: 'http://nadia:hunter2@prometheus' }],
    ['bearerToken', { json: { authKind: 'bearer' } }],
    ['grafanaSourceUid', { json: { sourceKind: 'grafana' } }],
    ['grafanaToken', { json: throughGrafana }],
    ['grafanaUrl', { json: { ...throughGrafana, grafanaUrl: '' }, decryptedSecureJsonData: SECRETS }],
    ['grafanaUrl', { json: { ...throughGrafana, grafanaUrl: 'grafana' }, decryptedSecureJsonData: SECRETS }],
    ['sourceKind', { json: { sourceKind: 'influx' } }],
    ['limits.maxSeries', { json: { limits: { maxSeries: 0 } } }],
    ['jsonData', { text: '{"authKind":' }],
    ['jsonData', { text: 'null' }],
    ['jsonData', { text: '[]' }],
    ['prices.colour', { json: { prices: { colour: 1 } } }],
  ])('names the setting %s that is missing or wrong, what to do, and no secret: %j', (field, fields) => {
    const error = refusal(fields);
    expect(error).toMatchObject({ code: 'not_configured', culprit: 'user', field });
    expect(error.remedy).not.toBeUndefined();
    expect(JSON.stringify(error.toBody())).not.toMatch(/hunter2|secret/);
  });

  it('keeps two organisations apart that ask at the same time', () => {
    const [one, other] = ['one', 'other'].map((name) =>
      settingsOf({
        url: `http://${name}`,
        json: { authKind: 'bearer', httpHeaderName1: 'X-Scope-OrgID' },
        decryptedSecureJsonData: { bearerToken: `token of ${name}`, httpHeaderValue1: name },
      })
    );
    expect(one).toMatchObject({ auth: { token: 'token of one' }, headers: { 'X-Scope-OrgID': 'one' } });
    expect(JSON.stringify(other)).not.toContain('one');
  });
});
