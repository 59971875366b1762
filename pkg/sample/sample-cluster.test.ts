import { beforeAll, describe, expect, it } from 'vitest';
import { historyStep } from './history-steps.ts';
import { sampleCluster, type SampleCluster } from './sample-cluster.ts';
import { DAY, HOUR, MINUTE, type SampleSeries } from './series.ts';
import { seriesText } from './text-format.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const identity = (series: SampleSeries) => seriesText(series.name, series.labels);

let cluster: SampleCluster;
let month: readonly SampleSeries[];

beforeAll(() => {
  cluster = sampleCluster({ seed: 1, anchorMs: ANCHOR });
  month = cluster.seriesBetween(ANCHOR - 30 * DAY, ANCHOR);
});

/** The values that a scrape every `stepMs` of the month would see, failed ones left out. */
function history(series: SampleSeries, stepMs = 10 * MINUTE): number[] {
  const values: number[] = [];
  for (let t = ANCHOR - 30 * DAY; t < ANCHOR; t += stepMs) {
    const value = series.at(t);
    if (value !== undefined) {
      values.push(value);
    }
  }
  return values;
}

function find(name: string, labels: Record<string, string> = {}): SampleSeries {
  const found = month.find((one) => one.name === name && Object.entries(labels).every(([k, v]) => one.labels[k] === v));
  if (found === undefined) {
    throw new Error(`no series ${name} ${JSON.stringify(labels)}`);
  }
  return found;
}

describe('every series', { timeout: 60_000 }, () => {
  it('has legal names, and never two at once the same labels', () => {
    for (let t = ANCHOR - 30 * DAY; t < ANCHOR + 30 * DAY; t += 17.3 * HOUR) {
      const names = cluster.seriesBetween(t, t).map(identity);
      expect(new Set(names).size).toBe(names.length);
    }
    for (const one of month) {
      expect(one.name).toMatch(/^[a-z][A-Za-z0-9_]*$/);
      expect(one.name.endsWith('_total')).toBe(one.kind === 'counter');
      expect(Object.keys(one.labels).every((label) => /^[a-z][a-z0-9_]*$/.test(label))).toBe(true);
      expect(one.labels['job']).toMatch(/^(node-exporter|kubelet|kube-state-metrics)$/);
    }
  });

  it('is finite and not negative; counters fall rarely', () => {
    for (const one of month) {
      let before = 0;
      let resets = 0;
      for (const value of history(one, HOUR)) {
        if (!(value >= 0 && value < 1e15)) {
          expect.fail(`${identity(one)} has the value ${value}`);
        }
        if (one.kind === 'counter' && value < before) {
          resets++;
        }
        before = value;
      }
      expect(resets).toBeLessThan(20);
    }
  });

  it('shows counters that never fall between resets, however closely one looks', () => {
    const counters = month.filter((one) => one.kind === 'counter' && one.fromMs < ANCHOR - HOUR);
    for (const one of counters) {
      let before = -Infinity;
      for (let t = ANCHOR - 5 * MINUTE; t < ANCHOR; t += 333) {
        const value = one.at(t) ?? before;
        if (value < before) {
          expect.fail(`${identity(one)} falls from ${before} to ${value}`);
        }
        before = value;
      }
    }
  });
});

describe('determinism', { timeout: 60_000 }, () => {
  it('gives the same values in any order, from any window, to the last bit', () => {
    const times = [ANCHOR - 9 * DAY, ANCHOR + 15_000, ANCHOR - 20 * DAY, ANCHOR - 9 * DAY + 1];
    const fresh = sampleCluster({ seed: 1, anchorMs: ANCHOR });
    for (const t of times) {
      const values = (all: readonly SampleSeries[]) =>
        all.map((one) => [identity(one), one.at(t)]).filter(([, value]) => value !== undefined);
      expect(values(fresh.seriesBetween(t, t))).toEqual(values(cluster.seriesBetween(t - DAY, t + DAY)));
    }
  });

  it('gives the same series objects again', () => {
    const known = new Set(month);
    expect(cluster.seriesBetween(ANCHOR - DAY, ANCHOR).every((one) => known.has(one))).toBe(true);
  });

  it('differs with the seed', () => {
    const other = sampleCluster({ seed: 2, anchorMs: ANCHOR });
    const load = (from: SampleCluster) =>
      from.seriesBetween(ANCHOR, ANCHOR).flatMap((one) => (one.name === 'node_load1' ? [one.at(ANCHOR)] : []));
    expect(load(other)).not.toEqual(load(cluster));
  });
});

describe('the size of the history', () => {
  it.each([1, 2, 3])('is at most six and a half million samples in 30 days, seam included, with seed %i', (seed) => {
    const seamSamples = 30_000;
    const samples = sampleCluster({ seed, anchorMs: ANCHOR })
      .seriesBetween(ANCHOR - 30 * DAY, ANCHOR)
      .map((one) => {
        const life = Math.min(one.untilMs, ANCHOR) - Math.max(one.fromMs, ANCHOR - 30 * DAY);
        return Math.max(0, life) / historyStep(one);
      })
      .reduce((sum, count) => sum + count, seamSamples);
    expect(samples).toBeLessThan(6_500_000);
    expect(samples).toBeGreaterThan(5_500_000);
  });
});

describe('nodes', { timeout: 60_000 }, () => {
  it('account for each second of each CPU in some mode', () => {
    const modes = month.filter(
      (one) => one.name === 'node_cpu_seconds_total' && one.labels['instance'] === '10.0.0.12:9100'
    );
    expect(modes).toHaveLength(16);
    const boot = find('node_boot_time_seconds', { instance: '10.0.0.12:9100' }).at(ANCHOR) ?? 0;
    const total = modes.reduce((sum, one) => sum + (one.at(ANCHOR) ?? NaN), 0);
    expect(total / (2 * (ANCHOR / 1000 - boot))).toBeCloseTo(1, 4);
  });

  it('are rebooted within the month, which sets their counters back', () => {
    for (const instance of ['10.0.0.11:9100', '10.0.0.12:9100', '10.0.0.13:9100']) {
      expect(new Set(history(find('node_boot_time_seconds', { instance }))).size).toBe(2);
      const received = history(find('node_network_receive_bytes_total', { instance }));
      expect(received.filter((value, i) => value < (received[i - 1] ?? 0))).toHaveLength(1);
    }
  });

  it('are neither idle nor overloaded', () => {
    for (const one of month.filter((series) => series.name === 'node_memory_MemAvailable_bytes')) {
      expect(Math.min(...history(one))).toBeGreaterThan(1e9);
      expect(Math.max(...history(one))).toBeLessThan(7.5e9);
    }
  });

  it('miss a few scrapes, and say so in up', () => {
    const up = find('up', { instance: '10.0.0.13:9100' });
    const missed = history(up, MINUTE).filter((value) => value === 0).length;
    expect(missed).toBeGreaterThan(3);
    expect(missed).toBe(30 * 1440 - history(find('node_load1', { instance: '10.0.0.13:9100' }), MINUTE).length);
  });
});

describe('pods', () => {
  it('come and go with rollouts', () => {
    const pods = month.filter(
      (one) => one.name === 'kube_pod_info' && one.labels['created_by_name']?.startsWith('api-')
    );
    expect(pods.length).toBeGreaterThan(10);
    expect(pods.filter((one) => one.at(ANCHOR) === 1)).toHaveLength(2);
  });

  it('can be followed from container to deployment by their labels', () => {
    const usage = month.filter(
      (one) => one.name === 'container_cpu_usage_seconds_total' && one.at(ANCHOR) !== undefined
    );
    for (const { labels } of usage) {
      const { namespace = '', pod = '' } = labels;
      const owner = find('kube_pod_owner', { namespace, pod }).labels;
      if (owner['owner_kind'] === 'ReplicaSet') {
        const set = find('kube_replicaset_owner', { namespace, replicaset: owner['owner_name'] ?? '' }).labels;
        expect(find('kube_deployment_spec_replicas', { namespace, deployment: set['owner_name'] ?? '' })).toBeDefined();
      } else {
        expect(find('kube_statefulset_replicas', { statefulset: owner['owner_name'] ?? '' })).toBeDefined();
      }
    }
    expect(usage).toHaveLength(29);
  });
});

describe('volumes', () => {
  const claim = (name: string) => {
    const found = cluster.claims.find((one) => one.spec.name === name);
    if (found === undefined) {
      throw new Error(`no claim ${name}`);
    }
    return found;
  };
  const daysToFull = (name: string) => ((claim(name).volume.crossingMs ?? Infinity) - ANCHOR) / DAY;

  it.each([1, 2, 3, 4, 5])('postgres-data is full about three days after the anchor, with seed %i', (seed) => {
    const { claims } = sampleCluster({ seed, anchorMs: ANCHOR + seed * 5.3 * HOUR });
    const postgres = claims.find((one) => one.spec.name === 'postgres-data');
    const days = ((postgres?.volume.crossingMs ?? 0) - ANCHOR - seed * 5.3 * HOUR) / DAY;
    expect(Math.abs(days - 3)).toBeLessThan(0.1);
  });

  it('no other is full within the four days of the alert rule', () => {
    const others = cluster.claims.filter((one) => one.spec.name !== 'postgres-data');
    expect(others.map((one) => daysToFull(one.spec.name)).every((days) => days > 5)).toBe(true);
    expect(daysToFull('search-index')).toBeCloseTo(11, 0);
    expect(daysToFull('log-archive')).toBe(Infinity);
  });

  it('log-archive looks alarming to a straight line through its last six hours', () => {
    const { usedBytes, capacityBytes } = claim('log-archive');
    const slope = (usedBytes(ANCHOR) - usedBytes(ANCHOR - 6 * HOUR)) / 6;
    expect(usedBytes(ANCHOR) + 96 * slope).toBeGreaterThan(1.3 * capacityBytes(ANCHOR));
    expect(usedBytes(ANCHOR)).toBeLessThan(0.75 * capacityBytes(ANCHOR));
  });

  it('used and available make up the capacity, in whole blocks', () => {
    const labels = { persistentvolumeclaim: 'minio-objects' };
    const used = find('kubelet_volume_stats_used_bytes', labels).at(ANCHOR) ?? NaN;
    const available = find('kubelet_volume_stats_available_bytes', labels).at(ANCHOR) ?? NaN;
    expect(used + available).toBe(find('kubelet_volume_stats_capacity_bytes', labels).at(ANCHOR));
    expect(used % 4096).toBe(0);
  });

  it('can be enlarged while the cluster is in use, from that instant on', () => {
    const enlargements = [{ namespace: 'shop', name: 'postgres-data', atMs: ANCHOR + DAY, factor: 2 }];
    const mine = sampleCluster({ seed: 1, anchorMs: ANCHOR, enlargements });
    const capacity = mine
      .seriesBetween(ANCHOR, ANCHOR)
      .find(
        (one) =>
          one.name === 'kubelet_volume_stats_capacity_bytes' && one.labels['persistentvolumeclaim'] === 'postgres-data'
      );
    const before = capacity?.at(ANCHOR) ?? NaN;
    expect(before).toBe(claim('postgres-data').capacityBytes(ANCHOR));
    expect((capacity?.at(ANCHOR + DAY) ?? NaN) / before).toBeCloseTo(2, 6);
    enlargements.push({ namespace: 'shop', name: 'postgres-data', atMs: ANCHOR + 2 * DAY, factor: 1.5 });
    expect((capacity?.at(ANCHOR + 2 * DAY) ?? NaN) / before).toBeCloseTo(3, 6);
    expect((capacity?.at(ANCHOR + DAY) ?? NaN) / before).toBeCloseTo(2, 6);
  });

  it('cannot hold more than fits', () => {
    const { usedBytes, capacityBytes } = claim('postgres-data');
    expect(usedBytes(ANCHOR + 6 * DAY)).toBe(capacityBytes(ANCHOR + 6 * DAY));
  });
});
