import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SourceSettings } from '#contract/settings.ts';
import { FakeReader } from '../../../tests/support/fake-engine.ts';
import { identifySource } from './source-identity.ts';
import { type ClosableReader, SourceRegistry } from './source-registry.ts';

const settings: SourceSettings = {
  kind: 'direct',
  baseUrl: 'http://prometheus',
  auth: { kind: 'bearer', token: 'hunter2' },
  headers: {},
  tls: { skipVerify: false },
  limits: { maxSeries: 500, maxSamples: 1_000, concurrency: 4, timeoutSeconds: 20 },
};

describe('SourceRegistry', () => {
  let registry: SourceRegistry;
  let opened: { settings: SourceSettings; close: ReturnType<typeof vi.fn> }[];
  beforeEach(() => {
    vi.useFakeTimers();
    opened = [];
    registry = new SourceRegistry((given): ClosableReader => {
      const close = vi.fn(async () => undefined);
      opened.push({ settings: given, close });
      return Object.assign(new FakeReader(), { close });
    });
  });
  afterEach(() => vi.useRealTimers());

  it('keeps a reader for as long as the settings are equal', () => {
    const source = registry.open('1', 'prom', settings);
    expect(registry.open('1', 'prom', structuredClone(settings))).toBe(source);
    expect(registry.find('1', 'prom')).toBe(source);
    expect(opened).toHaveLength(1);
  });

  it.each([
    ['1', 'prom', '2', 'prom'],
    ['1', 'prom', '1', 'prom2'],
    ['1', '1prom', '11', 'prom'],
    ['1', 'a","b', '1","a', 'b'],
  ])('never gives the reader of %s/%s to %s/%s', (org, uid, otherOrg, otherUid) => {
    const one = registry.open(org, uid, settings);
    const other = registry.open(otherOrg, otherUid, settings);
    expect(other).not.toBe(one);
    expect(registry.find(org, uid)).toBe(one);
    expect(registry.known()).toEqual([
      { org, uid },
      { org: otherOrg, uid: otherUid },
    ]);
  });

  it('replaces a reader when settings differ, and closes the old one once nobody can hold it', () => {
    registry.open('1', 'prom', settings);
    const source = registry.open('1', 'prom', { ...settings, auth: { kind: 'bearer', token: 'new' } });
    expect(registry.find('1', 'prom')).toBe(source);
    vi.advanceTimersByTime(600_000);
    expect(opened[0]?.close).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(opened.map(({ close }) => close.mock.calls.length)).toEqual([1, 0]);
  });

  it('keeps the old reader when the new one cannot be opened', () => {
    const source = registry.open('1', 'prom', settings);
    const failing = new SourceRegistry((given) => {
      if (given.tls.cert !== undefined) {
        throw new Error('bad certificate');
      }
      return Object.assign(new FakeReader(), { close: async () => undefined });
    });
    const kept = failing.open('1', 'prom', settings);
    const broken = { ...settings, tls: { skipVerify: false, cert: 'nonsense' } };
    expect(() => failing.open('1', 'prom', broken)).toThrow('bad certificate');
    expect(failing.find('1', 'prom')).toBe(kept);
    expect(kept.identity).toBe(source.identity);
  });

  it('closes all readers, replaced ones included, even when one cannot be closed', async () => {
    registry.open('1', 'prom', settings);
    registry.open('1', 'prom', { ...settings, baseUrl: 'http://other' });
    registry.open('2', 'prom', settings);
    opened[0]?.close.mockRejectedValue(new Error('stuck'));
    await registry.close();
    expect(opened.map(({ close }) => close.mock.calls.length)).toEqual([1, 1, 1]);
    expect(registry.find('1', 'prom')).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('identifySource', () => {
  const identity = identifySource(settings);

  it('is the same for what may give the same answers', () => {
    const limits = { ...settings.limits, maxSeries: 1 };
    expect(identifySource({ ...settings, limits })).toBe(identity);
    const headers = { A: '1', B: '2' };
    expect(identifySource({ ...settings, headers })).toBe(identifySource({ ...settings, headers: { B: '2', A: '1' } }));
  });

  it.each<[string, Partial<SourceSettings>]>([
    ['address', { baseUrl: 'http://other' }],
    ['token', { auth: { kind: 'bearer', token: 'hunter3' } }],
    ['way to prove who we are', { auth: { kind: 'none' } }],
    ['tenant', { headers: { 'X-Scope-OrgID': '2' } }],
    ['client certificate', { tls: { skipVerify: false, cert: 'a' } }],
    ['kind', { kind: 'grafana' }],
  ])('differs by %s, so that no answer is shown to those who may not see it', (_what, fields) => {
    expect(identifySource({ ...settings, ...fields })).not.toBe(identity);
  });

  it('holds no secret', () => {
    expect(identity).toMatch(/^[0-9a-f]{32}$/);
  });
});
