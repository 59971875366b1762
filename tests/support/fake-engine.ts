import { detectTogether } from '../../pkg/model/anomaly/detect-together.ts';
import { detect } from '../../pkg/model/anomaly/detect.ts';
import { runTuning } from '../../pkg/backend/compute/tasks.ts';
import { ForecastCache } from '../../pkg/backend/app/forecast-cache.ts';
import type { ForecastDeps, ForecastTold, Source } from '../../pkg/backend/app/forecast-signal.ts';
import type { BlobStore } from '../../pkg/backend/app/ports/blob-store.ts';
import type { BreachTask, Compute } from '../../pkg/backend/app/ports/compute.ts';
import { ManualClock } from '../../pkg/backend/app/ports/kit.contract.ts';
import type {
  GridSeries,
  InstantValue,
  Labels,
  RangeAnswer,
  RangeRequest,
  SeriesReader,
} from '../../pkg/backend/app/ports/series-reader.ts';
import { signalCodec } from '../../pkg/backend/app/signal-codec.ts';
import { replayOrigins } from '../../pkg/backend/compute/replay-origins.ts';
import type { Breach } from '../../pkg/model/forecast/breach.ts';
import type { SharedRidge } from '../../pkg/model/forecast/shared-ridge.ts';
import type { Forecast, ForecastOutcome, ForecastRequest } from '../../pkg/model/forecast/types.ts';

/** A forecast of a constant with one band, as the fake model makes it. */
export function flatForecast(request: ForecastRequest, value = 1): Forecast {
  const { series, horizon, levels } = request;
  const constant = (shift: number) => new Float64Array(horizon).fill(value + shift);
  return {
    kind: 'forecast',
    startMs: series.startMs + series.values.length * series.stepMs,
    stepMs: series.stepMs,
    mean: constant(0),
    bands: levels.map((level) => ({ level, lower: constant(-level / 100), upper: constant(level / 100) })),
    trust: {
      model: request.model,
      reason: 'It is the only one.',
      mase: NaN,
      gainOverSeasonalNaive: 0,
      coverage: levels.map((level) => ({ level, measured: NaN })),
      backtestOrigins: 5,
      quality: { points: series.values.length, missing: 0, seasons: [] },
    },
    notices: [],
    uncertainty: {
      probabilities: Float64Array.of(0.1, 0.9),
      quantiles: new Float64Array(2 * horizon).fill(value),
      common: 0,
      persistence: 0,
    },
  };
}

/** Blobs in memory that count what is asked of them and fail on demand. */
export class FakeBlobs implements BlobStore {
  readonly kept = new Map<string, Uint8Array>();
  failure: Error | undefined;
  gets = 0;

  async get(ctx: { org: string; source: string }, key: string): Promise<Uint8Array | undefined> {
    this.gets++;
    this.failIfTold();
    return this.kept.get(JSON.stringify([ctx.org, ctx.source, key]));
  }

  async put(ctx: { org: string; source: string }, key: string, bytes: Uint8Array): Promise<void> {
    this.failIfTold();
    this.kept.set(JSON.stringify([ctx.org, ctx.source, key]), bytes);
  }

  async delete(): Promise<void> {}

  async sweep(): Promise<number> {
    return 0;
  }

  private failIfTold(): void {
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }
}

/** A reader that gives the series it was told to, a ramp on the grid of the request, and records what was asked. */
export class FakeReader implements SeriesReader {
  labels: readonly Labels[] = [{ node: 'a' }];
  instants: Record<string, readonly InstantValue[]> = {};
  failure: Error | undefined;
  notices: readonly string[] = [];
  readonly ranges: RangeRequest[] = [];
  readonly instantCalls: { expr: string; atMs: number }[] = [];
  valueAt: (index: number, labels: Labels) => number = (index) => index;

  async readRange(_ctx: unknown, request: RangeRequest): Promise<RangeAnswer> {
    this.ranges.push(request);
    this.failIfTold();
    const length = Math.floor((request.endMs - request.startMs) / request.stepMs) + 1;
    const series = this.labels.map((labels): GridSeries => {
      const values = Float64Array.from({ length }, (_, i) => this.valueAt(i, labels));
      return { labels, startMs: request.startMs, stepMs: request.stepMs, values };
    });
    return { series, notices: this.notices };
  }

  async readInstant(_ctx: unknown, expr: string, atMs: number): Promise<readonly InstantValue[]> {
    this.instantCalls.push({ expr, atMs });
    this.failIfTold();
    return this.instants[expr] ?? [];
  }

  async estimate() {
    return { series: this.labels.length, points: 1, samples: undefined };
  }

  async labelNames() {
    return ['node'];
  }

  async labelValues() {
    return ['a'];
  }

  async check() {
    this.failIfTold();
    return { version: '3.0.0', clockSkewMs: 0, headSeries: 1 };
  }

  private failIfTold(): void {
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }
}

/** Everything that a use case needs, without threads, files and servers. */
export function fakeEngine() {
  const clock = new ManualClock();
  const reader = new FakeReader();
  const blobs = new FakeBlobs();
  const asked: ForecastRequest[] = [];
  const breachTasks: BreachTask[] = [];
  const told: ForecastTold[] = [];
  const model = {
    forecast: (request: ForecastRequest): ForecastOutcome => flatForecast(request),
    share: (_requests: readonly ForecastRequest[]): SharedRidge | undefined => undefined,
    breach: (_task: BreachTask): Breach => ({
      state: 'unlikely',
      cumulative: new Float64Array(0),
      earliestMs: undefined,
      medianMs: undefined,
      latestMs: undefined,
    }),
  };
  const compute: Compute = {
    forecast: async (_ctx, requests) => {
      asked.push(...requests);
      return requests.map((request) => model.forecast(request));
    },
    share: async (_ctx, requests) => model.share(requests),
    breach: async (_ctx, tasks) => {
      breachTasks.push(...tasks);
      return tasks.map((task) => model.breach(task));
    },
    detect: async (_ctx, requests) => requests.map(detect),
    detectTogether: async (_ctx, requests) => requests.map(detectTogether),
    recommend: async (_ctx, tasks) => tasks.map(runTuning),
    replay: async (_ctx, tasks) => {
      const forecast = (request: ForecastRequest) => {
        asked.push(request);
        return model.forecast(request);
      };
      return tasks.map((task) => replayOrigins(task, { forecast, breach: (one) => model.breach(one) }));
    },
  };
  const deps: ForecastDeps = {
    clock,
    compute,
    cache: new ForecastCache(blobs, signalCodec, 1 << 20),
    onForecast: (_ctx, forecast) => told.push(forecast),
  };
  const source: Source = { reader, identity: 'prometheus', origin: { kind: 'direct', url: 'http://prometheus' } };
  return { clock, reader, blobs, asked, breachTasks, told, model, deps, source };
}
