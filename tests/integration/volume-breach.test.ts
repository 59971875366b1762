import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../pkg/sample/series.ts';
import type { Volume } from '../../pkg/sample/volumes/volume.ts';
import type { DecodedFrame } from '../support/decode-frame.ts';
import { dateError, drawVolumes, lineCrossing, median } from '../support/drawn-volumes.ts';
import { startEnginePlugin } from '../support/engine-plugin.ts';
import type { PrometheusServer } from '../support/prometheus-server.ts';
import { shippedRule } from '../support/shipped-rule.ts';
import { startVolumePrometheus } from '../support/volume-prometheus.ts';

/** Drawn anew in every run; HEADROOM_SEED repeats one. */
const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));
const anchorMs = Math.floor(Date.now() / MINUTE) * MINUTE;
const WINDOWS = ['6h', '24h', '7d'];
const HORIZON_END = anchorMs + 7 * DAY;
const rule = shippedRule();

/** The number of each volume in a frame of the kind that alert rules take. */
function byVolume(frame: DecodedFrame | undefined, column: string): ReadonlyMap<string, number> {
  const valuesOf = (name: string) => frame?.fields.find((field) => field.name === name)?.values ?? [];
  const numbers = valuesOf(column);
  return new Map(valuesOf('persistentvolumeclaim').map((name, row) => [String(name), Number(numbers[row])]));
}

/** Asks the real Prometheus for `predict_linear` of every volume at the anchor. */
async function predictLinear(url: string, window: string, seconds: number): Promise<ReadonlyMap<string, number>> {
  const query = `predict_linear(kubelet_volume_stats_used_bytes[${window}], ${seconds})`;
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query, time: String(anchorMs / 1_000) })}`);
  const { data } = (await response.json()) as {
    data: { result: { metric: { persistentvolumeclaim: string }; value: [number, string] }[] };
  };
  return new Map(data.result.map(({ metric, value }) => [metric.persistentvolumeclaim, Number(value[1])]));
}

/** The dates that lines predict: `predict_linear` is linear in its second argument, so two answers tell the line. */
async function lineDates(url: string, window: string, volumes: readonly Volume[]) {
  const now = await predictLinear(url, window, 0);
  const dayLater = await predictLinear(url, window, DAY / 1_000);
  return volumes.map(({ name, capacityBytes }) =>
    lineCrossing(now.get(name) ?? NaN, dayLater.get(name) ?? NaN, capacityBytes, anchorMs)
  );
}

describe(`volumes drawn with HEADROOM_SEED=${seed}`, () => {
  const { filling, sawtooths } = drawVolumes(seed, anchorMs);
  let server: PrometheusServer;
  let probabilities: ReadonlyMap<string, number>;
  let days: ReadonlyMap<string, number>;

  beforeAll(async () => {
    process.stdout.write(`Volumes are drawn with HEADROOM_SEED=${seed}.\n`);
    server = await startVolumePrometheus([...filling, ...sawtooths], anchorMs);
    const plugin = await startEnginePlugin();
    try {
      const source = { uid: 'volumes', url: server.url };
      const range = { fromMs: anchorMs - 3_600_000, toMs: anchorMs };
      const queries = [rule.query, { ...rule.query, refId: 'days', measure: 'days' }];
      const answers = await plugin.query(source, range, queries, { fromAlert: true });
      expect(Object.values(answers).map(({ error }) => error)).toEqual(['', '']);
      probabilities = byVolume(answers['A']?.frames[0], 'probability');
      days = byVolume(answers['days']?.frames[0], 'days');
    } finally {
      await plugin.stop();
    }
  });

  afterAll(() => server.stop());

  const errors = (predicted: readonly (number | undefined)[]) =>
    filling.map(({ crossingMs }, i) => dateError(predicted[i], crossingMs ?? NaN, HORIZON_END));

  it('have an answer each', () => {
    expect(filling.length).toBeGreaterThanOrEqual(30);
    expect(sawtooths.length).toBeGreaterThanOrEqual(50);
    expect(probabilities.size).toBe(filling.length + sawtooths.length);
  });

  it('are predicted to be full with at most half of the error of the best predict_linear', async () => {
    const ours = median(
      errors(
        filling.map(({ name }) => {
          const after = days.get(name);
          return after === undefined ? undefined : anchorMs + after * DAY;
        })
      )
    );
    const lines: number[] = [];
    for (const window of WINDOWS) {
      lines.push(median(errors(await lineDates(server.url, window, filling))));
    }
    process.stdout.write(
      `Median error of ${filling.length} breach dates: ${ours.toFixed(2)} h; predict_linear over ` +
        `${WINDOWS.map((window, i) => `${window} ${lines[i]?.toFixed(2)} h`).join(', ')}.\n`
    );
    expect(lines.every((line) => line > 0)).toBe(true);
    expect(ours).toBeLessThanOrEqual(Math.min(...lines) / 2);
  });

  it('alarm by the shipped rule when they fill up, and not when they are cleaned up again and again', () => {
    const alarms = (volumes: readonly Volume[]) =>
      volumes.filter(({ name }) => (probabilities.get(name) ?? NaN) > rule.threshold).map(({ name }) => name);
    const soonFull = filling.filter(({ crossingMs = Infinity }) => crossingMs < anchorMs + 3 * DAY);
    const cried = alarms(sawtooths);
    process.stdout.write(
      `${cried.length} of ${sawtooths.length} sawtooths alarm${cried.map((name) => ` ${name}`).join('')}; ` +
        `${alarms(soonFull).length} of ${soonFull.length} volumes that are full within 3 days do.\n`
    );
    expect(cried.length).toBeLessThan(0.02 * sawtooths.length);
    expect(alarms(soonFull).length).toBeGreaterThan(0.8 * soonFull.length);
  });
});
