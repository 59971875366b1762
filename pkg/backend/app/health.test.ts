import { beforeEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { FakeReader } from '../../../tests/support/fake-engine.ts';
import { checkHealth, type HealthDeps, readiness } from './health.ts';
import { contextOf } from './ports/kit.contract.ts';

describe('checkHealth', () => {
  const ctx = contextOf('1', 'prom');
  const well = { probeStore: async () => undefined, pingWorkers: async () => undefined };
  let reader: FakeReader;
  beforeEach(() => {
    reader = new FakeReader();
    ctx.logged.length = 0;
  });
  const check = (deps: HealthDeps = well, as = ctx) =>
    checkHealth(as, { reader, identity: 'x', origin: { kind: 'direct', url: 'http://prometheus' } }, deps);

  it('tells what was found at the start and mended, without calling the engine ill', async () => {
    const report = await check({ ...well, notices: ['The state database was damaged.'] });
    expect(report.ok).toBe(true);
    expect(report.message).toMatch(/ready to forecast\. The state database was damaged\.$/);
    expect(report.details['notices']).toEqual(['The state database was damaged.']);
  });

  it('says what answers', async () => {
    expect(await check()).toEqual({
      ok: true,
      message: 'Prometheus 3.0.0 answers. Headroom is ready to forecast.',
      details: { version: '3.0.0', clockSkewMs: 0, headSeries: 1 },
    });
    reader.check = async () => ({ version: undefined, clockSkewMs: undefined, headSeries: undefined }) as never;
    expect((await check()).message).toMatch(/^The Prometheus-compatible server answers\./);
  });

  it.each([
    [60_000, true, 'ready'],
    [-60_000, true, 'ready'],
    [61_000, false, '61 s ahead of'],
    [-90_500, false, '91 s behind'],
  ])('judges clocks that are %i ms apart', async (clockSkewMs, ok, words) => {
    reader.check = async () => ({ version: '3.0.0', clockSkewMs, headSeries: 1 });
    const report = await check();
    expect(report.ok).toBe(ok);
    expect(report.message).toContain(words);
  });

  it.each([
    ['probeStore', new HeadroomError('overloaded', 'The disk is full.', { remedy: 'Free space.' })],
    ['pingWorkers', new HeadroomError('overloaded', 'No worker answered.', { remedy: 'Wait.' })],
  ] as const)('says what is wrong with its own parts (%s), and what to do', async (part, error) => {
    const report = await check({ ...well, [part]: () => Promise.reject(error) });
    expect(report).toEqual({ ok: false, message: error.sentence, details: error.toBody() });
  });

  it('keeps what happened inside from the person, but not from the log', async () => {
    const report = await check({ ...well, probeStore: () => Promise.reject(new Error('secret detail')) });
    expect(report.ok).toBe(false);
    expect(JSON.stringify(report)).not.toContain('secret detail');
    expect(ctx.logged).toEqual([{ level: 'info', message: 'health check failed' }]);
  });

  it('asks nobody for a caller without a role', async () => {
    reader.check = () => Promise.reject(new Error('must not be asked'));
    const report = await check(well, { ...ctx, role: 'None' });
    expect(report).toMatchObject({ ok: false, details: { code: 'permission_denied' } });
  });
});

describe('readiness', () => {
  const well = { probeStore: async () => undefined, pingWorkers: async () => undefined };
  const full = new HeadroomError('overloaded', 'The disk is full.', { remedy: 'Free space.' });
  const fail = (error: Error) => () => Promise.reject(error);

  it('finds nothing when all is well', async () => {
    expect(await readiness(well)).toEqual([]);
  });

  it('says all that is wrong, and nothing of what happened inside', async () => {
    expect(await readiness({ ...well, probeStore: fail(full) })).toEqual(['The disk is full. Free space.']);
    const both = await readiness({ probeStore: fail(full), pingWorkers: fail(new Error('secret detail')) });
    expect(both).toHaveLength(2);
    expect(both.join()).not.toContain('secret detail');
  });
});
