import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import { type ClusterReading, readCluster } from '../../pkg/backend/app/tuning/read-cluster.ts';
import { createPrometheusReader } from '../../pkg/backend/prometheus/prometheus-reader.ts';
import { DAY, MINUTE } from '../../pkg/sample/series.ts';
import { settingsOf } from '../support/source-settings.ts';
import { startWideCluster, type WideCluster } from '../support/wide-cluster.ts';

const DAYS = 14;
const STEP = 5 * MINUTE;
const POINTS = (DAYS * DAY) / STEP;
const WORKLOADS = 200;
const MOST_REQUESTS = 50;

let cluster: WideCluster;
let reading: ClusterReading;
let requests = 0;

beforeAll(async () => {
  const untilMs = Math.floor(Date.now() / MINUTE) * MINUTE;
  cluster = await startWideCluster({ seed: 1, workloads: WORKLOADS, days: DAYS, untilMs });
  const reader = createPrometheusReader(settingsOf(cluster.url), {
    clock: { now: () => Date.now() },
    onRequest: () => requests++,
  });
  const ctx = { ...contextOf('1', 'wide'), deadlineMs: Date.now() + 180_000 };
  reading = await readCluster(ctx, reader, { namespace: '', historyMs: DAYS * DAY, stepMs: STEP }, untilMs);
  await reader.close();
}, 300_000);

afterAll(() => cluster.stop());

/** Counts only: how long it takes is for `tests/bench/cluster.ts` to tell. */
describe(`${WORKLOADS} workloads × ${DAYS} days in a real Prometheus`, () => {
  it('are all read, point by point', () => {
    expect(reading.lacking).toEqual([]);
    expect(reading.workloads.length).toBeGreaterThanOrEqual(WORKLOADS);
    for (const { namespace, name, containers } of reading.workloads) {
      const points = containers.flatMap(({ usage }) => usage.flatMap(({ cpu, memory }) => [seen(cpu), seen(memory)]));
      const sum = points.reduce((all, count) => all + count, 0);
      expect(sum, `points of ${namespace}/${name}`).toBeGreaterThan(1.9 * POINTS);
    }
  });

  it('take few upstream requests', () => {
    expect(requests).toBeGreaterThan(0);
    expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
  });
});

function seen(series: { readonly values: Float64Array } | undefined): number {
  return series?.values.filter((value) => !Number.isNaN(value)).length ?? 0;
}
