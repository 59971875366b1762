import { describe, expect, it } from 'vitest';
import { datasourceJsonSchema } from '#contract/settings.ts';
import { headroomFor, needsToken } from './headroom-source.ts';

const PLAIN = { uid: 'prom', name: 'Prometheus', type: 'prometheus', url: 'http://prometheus:9090', jsonData: {} };

describe('needsToken', () => {
  it('is false for an open server', () => {
    expect(needsToken(PLAIN)).toBe(false);
    expect(needsToken({ ...PLAIN, jsonData: { httpMethod: 'POST', tlsSkipVerify: true } })).toBe(false);
  });

  it.each([
    { basicAuth: true },
    { withCredentials: true },
    { secureJsonFields: { httpHeaderValue1: true } },
    { jsonData: { tlsAuthWithCACert: true } },
    { jsonData: { sigV4Auth: true } },
    { type: 'grafana-amazonprometheus-datasource' },
  ])('is true with %j', (patch) => {
    expect(needsToken({ ...PLAIN, ...patch })).toBe(true);
  });
});

describe('headroomFor', () => {
  it('reads an open server directly', () => {
    const created = headroomFor({ ...PLAIN, jsonData: { tlsSkipVerify: true } }, []);
    expect(created).toMatchObject({ name: 'Headroom', url: 'http://prometheus:9090', access: 'proxy' });
    expect(datasourceJsonSchema.parse(created.jsonData)).toMatchObject({ sourceKind: 'direct', tlsSkipVerify: true });
  });

  it('reads a server with credentials through Grafana', () => {
    const { url, jsonData } = headroomFor({ ...PLAIN, basicAuth: true }, []);
    expect(url).toBeUndefined();
    expect(jsonData).toEqual({ sourceKind: 'grafana', grafanaSourceUid: 'prom' });
  });

  it('takes a name that is free', () => {
    expect(headroomFor(PLAIN, ['Headroom']).name).toBe('Headroom (Prometheus)');
    expect(headroomFor(PLAIN, ['Headroom', 'Headroom (Prometheus)']).name).toBe('Headroom (Prometheus) 2');
  });
});
