/**
 * Bands of stored forecasts in use: trained, served while actual values arrive, trained anew; as they were trained and as
 * they are adapted. Every series of a folder in the form of `bin/headroom bench forecast` with steps of an hour or less.
 *
 * Usage: node tests/bench/forecast/online-bands.ts DATA [--limit N] [--model NAME] [--every STEPS] [--trainings N]
 *
 * Without --every a forecast is trained every day, of steps below an hour every half day, and looks ahead twice as long.
 */
import { parseArgs } from 'node:util';
import { type BenchSeries, readForecastData } from '../../../pkg/backend/cli/bench/forecast-data.ts';
import { adaptBands, carryOver, learnActual, startAdaptation } from '../../../pkg/model/forecast/adaptive-bands.ts';
import { forecast } from '../../../pkg/model/forecast/forecast.ts';
import type { Forecast } from '../../../pkg/model/forecast/types.ts';

const HOUR = 3_600_000;
const LEVELS = [80, 95];
const LONGEST_WINDOW = 30 * 24 * 12;
const SHORTEST_WINDOW = 7 * 24;
/** Of the steps of a training, as many are looked at for all that lies ahead of them. */
const LOOKS = 8;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: 'string' },
    model: { type: 'string', default: 'auto' },
    every: { type: 'string' },
    trainings: { type: 'string', default: '12' },
  },
});

/** What a band has done: of one level, over the next step or all steps ahead. */
class Tally {
  private inside = 0;
  private count = 0;
  private widths = 0;
  private losses = 0;

  add(level: number, lower: number, upper: number, value: number): void {
    const outside = Math.max(lower - value, value - upper, 0);
    this.count += 1;
    this.inside += outside === 0 ? 1 : 0;
    this.widths += upper - lower;
    this.losses += upper - lower + (2 / (1 - level / 100)) * outside;
  }

  get coverage(): number {
    return this.inside / this.count;
  }

  get width(): number {
    return this.widths / this.count;
  }

  /** The interval score (Gneiting and Raftery, 2007): width, and a fine for every value outside. */
  get loss(): number {
    return this.losses / this.count;
  }
}

interface Record {
  readonly next: readonly Tally[];
  readonly ahead: readonly Tally[];
}

const emptyRecord = (): Record => ({ next: LEVELS.map(() => new Tally()), ahead: LEVELS.map(() => new Tally()) });

function tallyAhead(tallies: readonly Tally[], { bands }: Forecast, actual: Float64Array, from: number, to: number) {
  bands.forEach(({ level, lower, upper }, k) => {
    for (let step = from; step < Math.min(to, actual.length, lower.length); step++) {
      if (!Number.isNaN(actual[step])) {
        tallies[k]!.add(level, lower[step]!, upper[step]!, actual[step]!);
      }
    }
  });
}

/** Uses one series to its end. */
function useSeries({ startMs, stepMs, values }: BenchSeries, model: string, every: number, trainings: number) {
  const fixed = emptyRecord();
  const adapted = emptyRecord();
  let adaptation = startAdaptation(startMs);
  for (let left = trainings; left >= 1; left--) {
    const origin = values.length - left * every;
    const window = Math.max(0, origin - LONGEST_WINDOW);
    if (origin < SHORTEST_WINDOW) {
      continue;
    }
    const series = { startMs: startMs + window * stepMs, stepMs, values: values.slice(window, origin) };
    const horizon = Math.max(2 * every, 48);
    const trained = forecast({ series, horizon, levels: LEVELS, model, seed: 1 });
    if (trained.kind !== 'forecast') {
      continue;
    }
    const actual = values.subarray(origin, origin + horizon);
    adaptation = carryOver(adaptation, every);
    for (let step = 0; step < every; step++) {
      const served = adaptBands(trained, adaptation, undefined);
      const isLook = step % Math.max(1, Math.floor(every / LOOKS)) === 0;
      for (const [record, bands] of [
        [fixed, trained],
        [adapted, served],
      ] as const) {
        tallyAhead(record.next, bands, actual, step, step + 1);
        tallyAhead(record.ahead, bands, actual, step, isLook ? horizon : step);
      }
      adaptation = learnActual(adaptation, trained, undefined, trained.startMs + step * stepMs, actual[step]!);
    }
  }
  return { fixed, adapted };
}

type Used = ReturnType<typeof useSeries>;

function row(name: string, all: readonly Used[]): string {
  const mean = (of: (one: Used) => number): number => {
    const known = all.map(of).filter(Number.isFinite);
    return known.reduce((sum, x) => sum + x, 0) / known.length;
  };
  const cells = (['next', 'ahead'] as const).flatMap((part) =>
    LEVELS.flatMap((_, k) => [
      (100 * mean(({ fixed }) => fixed[part][k]!.coverage)).toFixed(1),
      (100 * mean(({ adapted }) => adapted[part][k]!.coverage)).toFixed(1),
      mean(({ fixed, adapted }) => adapted[part][k]!.width / fixed[part][k]!.width).toFixed(2),
      mean(({ fixed, adapted }) => adapted[part][k]!.loss / fixed[part][k]!.loss).toFixed(2),
    ])
  );
  return `| ${[name, all.length, ...cells].join(' | ')} |`;
}

const limit = options.limit === undefined ? undefined : Number(options.limit);
const sets = new Map<string, Used[]>();
for (const series of readForecastData(positionals[0] ?? '.', { dataset: undefined, limit })) {
  if (series.stepMs <= HOUR) {
    const every = Number(options.every ?? (series.stepMs === HOUR ? 24 : Math.round((12 * HOUR) / series.stepMs)));
    const used = useSeries(series, options.model, every, Number(options.trainings));
    sets.set(series.dataset, [...(sets.get(series.dataset) ?? []), used]);
  }
}
const heads = ['next step', 'all steps ahead'].flatMap((part) =>
  LEVELS.map((level) => `${part}, ${level} % band: fixed | adapted | width | loss`)
);
console.log(`| set | series | ${heads.join(' | ')} |`);
console.log(`|${' --- |'.repeat(2 + 4 * heads.length)}`);
sets.forEach((all, name) => console.log(row(name, all)));
console.log(row('all series', [...sets.values()].flat()));
