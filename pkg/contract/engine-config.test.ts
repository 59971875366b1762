import { describe, expect, it } from 'vitest';
import { engineConfigSchema } from './engine-config.ts';
import type { HeadroomError } from './errors.ts';
import { parseFields } from './parse-query.ts';

const parse = (raw: unknown) => parseFields(engineConfigSchema, raw);
const caller = { name: 'ci', role: 'Viewer', tokenSha256: 'a'.repeat(64) };

function refusal(raw: unknown): HeadroomError {
  try {
    parse(raw);
  } catch (thrown) {
    return thrown as HeadroomError;
  }
  throw new Error('nothing was refused');
}

describe('engineConfigSchema', () => {
  it('runs without any setting, on loopback', () => {
    expect(parse({})).toEqual({
      logLevel: 'info',
      cacheMegabytes: 32,
      otlpProtocol: 'grpc',
      listen: '127.0.0.1:8686',
      sources: {},
      callers: [],
    });
  });

  it("reads numbers that come as text, as Grafana's ini hands them over", () => {
    expect(parse({ workers: '2', cacheMegabytes: '64' })).toMatchObject({ workers: 2, cacheMegabytes: 64 });
  });

  it('gives a source its limits', () => {
    const { sources } = parse({ sources: { prod: { url: 'http://prometheus:9090', limits: { maxSeries: 50 } } } });
    expect(sources['prod']?.limits).toMatchObject({ maxSeries: 50, concurrency: 4 });
  });

  it.each<[string, unknown]>([
    ['listen', { listen: '8686' }],
    ['listen', { listen: '127.0.0.1:65536' }],
    ['listen', { listen: '::1:8686' }],
    ['workers', { workers: 0 }],
    ['workers', { workers: 'many' }],
    ['cacheMegabytes', { cacheMegabytes: 1.5 }],
    ['logLevel', { logLevel: 'loud' }],
    ['stateDir', { stateDir: '' }],
    ['sources.a b', { sources: { 'a b': { url: 'http://x' } } }],
    ['sources.a.url', { sources: { a: { url: 'file:///etc/passwd' } } }],
    ['sources.a.password', { sources: { a: { url: 'http://x', password: 'hunter2' } } }],
    ['callers.0.role', { callers: [{ ...caller, role: 'Root' }] }],
    ['callers.0.tokenSha256', { callers: [{ ...caller, tokenSha256: 'hunter2' }] }],
    ['callers.0', { callers: [{ name: 'ci', role: 'Viewer' }] }],
    ['callers.0', { callers: [{ ...caller, tokenFile: '/run/secrets/ci' }] }],
    ['callers.0.token', { callers: [{ ...caller, token: 'hunter2' }] }],
    ['statedir', { statedir: '/x' }],
  ])('names %s', (field, raw) => {
    expect(refusal(raw).field).toBe(field);
  });

  it('takes ports up to 65535 and IPv6 in brackets', () => {
    expect(parse({ listen: '[::1]:65535' }).listen).toBe('[::1]:65535');
  });

  it('never repeats a value that may be a secret', () => {
    const secret = 'hunter2';
    for (const wrong of [{ token: secret }, { tokenSha256: secret }]) {
      const { message, remedy = '' } = refusal({ callers: [{ ...caller, ...wrong }] });
      expect(message + remedy).not.toContain(secret);
    }
  });
});
