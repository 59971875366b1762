import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { HeadroomError } from '#contract/errors.ts';
import { LEARNS_ACROSS } from '#model/forecast/share.ts';
import type { SharedRidge } from '#model/forecast/shared-ridge.ts';
import type { Forecast, ForecastRequest } from '#model/forecast/types.ts';
import type { Context } from '../../app/context.ts';
import type { Compute } from '../../app/ports/compute.ts';
import type { BenchSeries } from './forecast-data.ts';

const HEADER = 'series,origin,step,mean,q10,q50,q90,q2.5,q97.5';
const LEVELS = [80, 95];
const SEED = 1;

/** What a run cost and which models it took. */
export interface BenchReport {
  readonly series: number;
  readonly forecasts: number;
  /** How often each model was taken, by name. */
  readonly models: Readonly<Record<string, number>>;
  /** Forecasts that could not be made, as sentences. */
  readonly missing: readonly string[];
}

/**
 * Predicts every origin of every series from the rows before it alone and writes the predictions as CSV, series by
 * series in the given order. The middle quantile is the point forecast.
 */
export async function benchForecast(
  ctx: Context,
  compute: Compute,
  series: readonly BenchSeries[],
  model: string,
  path: string
): Promise<BenchReport> {
  const out = createWriteStream(path);
  out.write(`${HEADER}\n`);
  const models: Record<string, number> = {};
  const missing: string[] = [];
  const company = new Company(ctx, compute, series, model);
  const answers = series.map((one) => predict(ctx, compute, one, model, company));
  for (const [i, one] of series.entries()) {
    (await answers[i]!).forEach((outcome, k) => {
      const origin = one.origins[k]!;
      if (outcome.kind === 'forecast') {
        models[outcome.trust.model] = (models[outcome.trust.model] ?? 0) + 1;
        out.write(toRows(one.name, origin, outcome));
      } else {
        missing.push(`${one.name} at ${origin}: ${outcome.reason}`);
      }
    });
  }
  out.end();
  await finished(out);
  const forecasts = series.reduce((sum, { origins }) => sum + origins.length, 0);
  return { series: series.length, forecasts, models, missing };
}

async function predict(ctx: Context, compute: Compute, series: BenchSeries, model: string, company: Company) {
  const requests = series.origins.map(async (origin) => {
    const shared = await company.at(series, origin);
    return { ...requestAt(series, origin, model), ...(shared === undefined ? {} : { shared }) };
  });
  return compute.forecast(ctx, await Promise.all(requests));
}

function requestAt(series: BenchSeries, origin: number, model: string): ForecastRequest {
  return {
    series: { startMs: series.startMs, stepMs: series.stepMs, values: series.values.slice(0, origin) },
    horizon: series.horizon,
    levels: LEVELS,
    model,
    seed: SEED,
  };
}

/**
 * The series that could have been forecast together with another: those of the same step that were known up to the same
 * time, cut there. Rows at or after a series' own last origin are never used.
 */
class Company {
  private readonly made = new Map<string, Promise<SharedRidge | undefined>>();
  private readonly ctx: Context;
  private readonly compute: Compute;
  private readonly series: readonly BenchSeries[];
  private readonly model: string;

  constructor(ctx: Context, compute: Compute, series: readonly BenchSeries[], model: string) {
    this.ctx = ctx;
    this.compute = compute;
    this.series = series;
    this.model = model;
  }

  /** What they have in common, worked out once for each time. */
  at({ startMs, stepMs }: BenchSeries, origin: number): Promise<SharedRidge | undefined> {
    if (!LEARNS_ACROSS.has(this.model)) {
      return Promise.resolve(undefined);
    }
    const timeMs = startMs + origin * stepMs;
    const key = `${stepMs}/${timeMs}`;
    const made = this.made.get(key) ?? this.compute.share(this.ctx, this.knownAt(timeMs, stepMs));
    this.made.set(key, made);
    return made;
  }

  private knownAt(timeMs: number, stepMs: number): ForecastRequest[] {
    return this.series.flatMap((one) => {
      const rows = (timeMs - one.startMs) / stepMs;
      const known = one.stepMs === stepMs && Number.isInteger(rows) && rows > 0 && rows <= Math.max(...one.origins);
      return known ? [requestAt(one, rows, this.model)] : [];
    });
  }
}

function toRows(name: string, origin: number, { mean, bands }: Forecast): string {
  const [inner, outer] = bands;
  if (inner === undefined || outer === undefined) {
    throw new HeadroomError('internal', 'A forecast came without its bands.');
  }
  let text = '';
  mean.forEach((value, i) => {
    const quantiles = [inner.lower[i], value, inner.upper[i], outer.lower[i], outer.upper[i]].join(',');
    text += `${name},${origin},${i + 1},${value},${quantiles}\n`;
  });
  return text;
}
