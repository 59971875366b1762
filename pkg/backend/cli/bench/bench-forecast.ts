import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { HeadroomError } from '#contract/errors.ts';
import type { Forecast } from '#model/forecast/types.ts';
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
  const answers = series.map((one) => predict(ctx, compute, one, model));
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

function predict(ctx: Context, compute: Compute, series: BenchSeries, model: string) {
  return compute.forecast(
    ctx,
    series.origins.map((origin) => ({
      series: { startMs: series.startMs, stepMs: series.stepMs, values: series.values.slice(0, origin) },
      horizon: series.horizon,
      levels: LEVELS,
      model,
      seed: SEED,
    }))
  );
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
