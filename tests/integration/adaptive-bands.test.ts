import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredForecastJson } from '../../pkg/contract/stored-forecast.ts';
import { seededRandom } from '../../pkg/model/stats/random.ts';
import { type EngineService, startEngineService } from '../support/engine-service.ts';
import { openMetricsText } from '../support/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../support/prometheus-server.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How long the actual values stay as calm as they were: time enough to start the engine and train. */
const CALM_MS = 30 * SECOND;
const WITHIN_MS = 90 * SECOND;
const QUERY = { expr: 'queue_length', horizon: '4m', step: '1s', trainingWindow: '10m', aggregate: 'last' };
const NAME = 'Queue';

/**
 * A real Prometheus that already holds what is to come: noise around 100, and from half a minute from now on around
 * 130. The forecast is trained on the noise; the actual values arrive as the clock goes on.
 */
describe('bands of a stored forecast on a real Prometheus', () => {
  let prometheus: PrometheusServer;
  let service: EngineService;
  let id: string;
  /** Upper edge of the 95 % band at the end, once it has been widened. */
  let widened: number;

  beforeAll(async () => {
    const nowMs = Math.floor(Date.now() / SECOND) * SECOND;
    const random = seededRandom(7);
    const samples = Array.from({ length: 25 * 60 }, (_, i): [number, number] => {
      const atMs = nowMs - 15 * MINUTE + i * SECOND;
      return [atMs, (atMs < nowMs + CALM_MS ? 100 : 130) + random.normal()];
    });
    prometheus = await startPrometheus(openMetricsText([{ name: QUERY.expr, labels: { queue: 'mail' }, samples }]));
    service = await startEngineService(prometheus.url);
    const body = { name: NAME, schedule: '5m', query: { ...QUERY, model: 'theta', levels: [70, 95] } };
    ({ id } = await service.call<StoredForecastJson>('forecasts', body));
    await until(async () => (await read()).state === 'ready');
  });

  afterAll(async () => {
    await service.stop();
    await prometheus.stop();
  });

  const read = () => service.call<StoredForecastJson>(`forecasts/${id}`);

  async function ask(levels: readonly number[]) {
    const toMs = Date.now();
    const answer = await service.forecast({ ...QUERY, levels }, { fromMs: toMs - 5 * MINUTE, toMs });
    expect(answer.stored?.name).toBe(NAME);
    return answer.series[0]!.predicted!;
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    const giveUpMs = Date.now() + WITHIN_MS;
    while (!(await isSo())) {
      if (Date.now() > giveUpMs) {
        throw new Error(`Not so in time: ${JSON.stringify(await read())}`);
      }
      await sleep(SECOND);
    }
  }

  const samplesSince = async () => (await read()).trust?.since?.coverage.find(({ level }) => level === 95);

  it('have the chosen levels, and those of rules', async () => {
    expect((await read()).query.levels).toEqual([70, 95]);
    expect((await ask([70, 95])).bands.map(({ level }) => level)).toEqual([70, 95]);
    expect((await ask([80, 95])).bands.map(({ level }) => level)).toEqual([80, 95]);
  });

  it('widen where the actual values go, and the trust card says that they were too narrow', async () => {
    const [before] = (await ask([95])).bands;
    await until(async () => (await samplesSince())?.verdict === 'too-narrow');
    const { bands, trust } = await ask([95]);
    const last = before!.upper.length - 1;
    widened = bands[0]!.upper[last]!;
    expect(widened - 100).toBeGreaterThan(2 * (before!.upper[last]! - 100));
    const { measured, samples, verdict } = trust.since!.coverage[0]!;
    process.stdout.write(
      `95 % band: upper edge ${before!.upper[last]?.toFixed(2)} as trained, ${widened.toFixed(2)} adapted; ` +
        `${(100 * measured).toFixed(0)} % of ${samples} samples since: ${verdict}.\n`
    );
    expect([verdict, measured < 0.95]).toEqual(['too-narrow', true]);
  }, 120_000);

  it('are still as wide after a restart, and go on from there', async () => {
    const counted = (await samplesSince())!.samples;
    const trained = (await read()).trainedMs;
    await service.restart();
    const { bands, trust } = await ask([95]);
    expect(trust.since!.coverage[0]!.samples).toBeGreaterThanOrEqual(counted);
    expect(bands[0]!.upper.at(-1)).toBeGreaterThanOrEqual(widened);
    await until(async () => ((await samplesSince())?.samples ?? 0) > counted);
    expect((await read()).trainedMs).toBe(trained);
  }, 120_000);
});
