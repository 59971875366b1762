import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceBookSchema } from '#contract/price-book.ts';
import { applyAll, applyToVolumes } from '#model/tuning/apply.ts';
import type { Finding, Recommendation } from '#model/tuning/types.ts';
import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import { type ClusterReading, readCluster } from '../../pkg/backend/app/tuning/read-cluster.ts';
import { type SamplePrometheus, startSamplePrometheus } from '../../pkg/backend/cli/sample/start-sample-prometheus.ts';
import { runTuning } from '../../pkg/backend/compute/tasks.ts';
import { createPrometheusReader } from '../../pkg/backend/prometheus/prometheus-reader.ts';
import { TUNING_CASES, type TuningCase } from '../../pkg/sample/cluster/backoffice-workloads.ts';
import { sampleCluster } from '../../pkg/sample/sample-cluster.ts';
import { DAY, MINUTE } from '../../pkg/sample/series.ts';
import { settingsOf } from '../support/source-settings.ts';

/** Drawn anew in every run; HEADROOM_SEED repeats one. */
const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));
const DAYS = 14;
const MOST_REQUESTS = 50;

/** What a case must be found as, in any of its resources. */
const FOUND_AS: Readonly<Record<TuningCase, Finding>> = {
  'over-requested': 'over-requested',
  'under-requested': 'under-requested',
  throttled: 'throttled',
  'out-of-memory': 'out of memory',
  'heap-flat-at-limit': 'flat at limit',
  'bursty-start': 'start-up peak',
  idle: 'idle',
  'no-limits': 'no request',
};

const settings = { prices: priceBookSchema.parse({}), releaseHours: 168, horizonDays: 30, model: 'auto' };
const advise = ({ workloads, volumes }: Pick<ClusterReading, 'workloads' | 'volumes'>): Recommendation[] =>
  runTuning({ workloads, volumes, settings });

let dir: string;
let sample: SamplePrometheus;
let reading: ClusterReading;
let advice: readonly Recommendation[];
let requests = 0;

beforeAll(async () => {
  process.stdout.write(`The sample cluster is drawn with HEADROOM_SEED=${seed}.\n`);
  dir = await mkdtemp(join(tmpdir(), 'headroom-tuning-'));
  const ports = { prometheusPort: 0, exporterPort: 0 };
  sample = await startSamplePrometheus({ dir, seed, days: DAYS + 1, ...ports, log: () => undefined });
  const reader = createPrometheusReader(settingsOf(sample.url), {
    clock: { now: () => Date.now() },
    onRequest: () => requests++,
  });
  const scope = { namespace: '', historyMs: DAYS * DAY, stepMs: 5 * MINUTE };
  const ctx = { ...contextOf('1', 'sample'), deadlineMs: Date.now() + 120_000 };
  reading = await readCluster(ctx, reader, scope, sample.anchorMs);
  await reader.close();
  advice = advise(reading);
}, 240_000);

afterAll(async () => {
  await sample.stop();
  await rm(dir, { recursive: true, force: true });
});

describe(`advice on the sample cluster with HEADROOM_SEED=${seed} in a real Prometheus`, { timeout: 240_000 }, () => {
  it.each(TUNING_CASES)('finds that $name is $planted', ({ namespace, name, planted }) => {
    const found = advice.filter(({ target }) => target.namespace === namespace && target.name === name);
    expect(found.flatMap(({ findings }) => findings)).toContain(FOUND_AS[planted]);
  });

  it('never sets memory below what the pods truly used at their 99th percentile', () => {
    const { anchorMs } = sample;
    const truth = new Map<string, number>();
    for (const series of sampleCluster({ seed, anchorMs }).seriesBetween(anchorMs - DAYS * DAY, anchorMs)) {
      if (series.name === 'container_memory_working_set_bytes') {
        const key = `${series.labels['namespace']}/${series.labels['container']}`;
        truth.set(key, Math.max(truth.get(key) ?? 0, p99(series.at, anchorMs)));
      }
    }
    const set = advice.flatMap(({ target, changes }) =>
      changes
        .filter(({ field }) => field.startsWith('memory'))
        .map(({ field, after }) => ({ key: `${target.namespace}/${target.container}`, field, after }))
    );
    expect(set.length).toBeGreaterThan(5);
    for (const { key, field, after } of set) {
      expect(after ?? Infinity, `${field} of ${key}`).toBeGreaterThanOrEqual(truth.get(key) ?? NaN);
    }
  });

  it('has nothing new to say once all of it is applied', () => {
    const applied = {
      workloads: applyAll(reading.workloads, advice),
      volumes: applyToVolumes(reading.volumes, advice),
    };
    const again = advise(applied).filter(({ outcome }) => outcome === 'change');
    expect(again.map(({ id, changes }) => ({ id, changes }))).toEqual([]);
  });

  it('reads the whole cluster with few requests', () => {
    expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
  });
});

/** Of the values every five minutes while the pod lived. */
function p99(at: (tMs: number) => number | undefined, untilMs: number): number {
  const values = Array.from({ length: DAYS * 288 }, (_, i) => at(untilMs - i * 5 * MINUTE))
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  return values[Math.floor(0.99 * (values.length - 1))] ?? 0;
}
