/**
 * Shows what one forecast costs: CPU time of the first call in a new process and of warm ones, and the peak memory of
 * that process, beside the limits. It measures and judges nothing: figures depend on the machine and its load.
 *
 * Usage: make bench, make bench-forecast, or node tests/bench/forecast/cost.ts
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { forecast } from '../../../pkg/model/forecast/forecast.ts';
import { seededRandom } from '../../../pkg/model/stats/random.ts';

const HOUR = 3_600_000;
const RUNS = 15;
/** What is compiled by then is what a running engine has compiled. */
const WARM_UP_MS = 2_000;

interface Case {
  readonly title: string;
  readonly model: string;
  readonly points: number;
  readonly stepMs: number;
  readonly horizon: number;
  readonly limitMs: number;
}

const CASES: Readonly<Record<string, Case>> = {
  fast: { title: 'fast path, 720 → 168', model: 'auto', points: 720, stepMs: HOUR, horizon: 168, limitMs: 15 },
  'fast fine': {
    title: 'fast path, 8,640 (5 minutes, 30 days) → 288',
    model: 'auto',
    points: 8_640,
    stepMs: HOUR / 12,
    horizon: 288,
    limitMs: 1_000,
  },
  ensemble: { title: 'ensemble, 720 → 168', model: 'ensemble', points: 720, stepMs: HOUR, horizon: 168, limitMs: 500 },
  fine: {
    title: 'ensemble, 8,640 (5 minutes, 30 days) → 288',
    model: 'ensemble',
    points: 8_640,
    stepMs: HOUR / 12,
    horizon: 288,
    limitMs: 1_000,
  },
};

interface Cost {
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  readonly peakMegabytes: number;
}

/** A series with the rhythms of day and week, growth and noise. */
function drawSeries(points: number, stepMs: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const day = (24 * HOUR) / stepMs;
  return Float64Array.from(
    { length: points },
    (_, t) =>
      50 +
      10 * Math.sin((2 * Math.PI * t) / day) +
      4 * Math.sin((2 * Math.PI * t) / (7 * day)) +
      (5 * t) / points +
      random.normal()
  );
}

function measure({ model, points, stepMs, horizon }: Case): Cost {
  const once = (seed: number): number => {
    const values = drawSeries(points, stepMs, seed);
    const before = process.cpuUsage();
    const outcome = forecast({ series: { startMs: 0, stepMs, values }, horizon, levels: [80, 95], model, seed });
    const { user, system } = process.cpuUsage(before);
    if (outcome.kind !== 'forecast') {
      throw new Error(outcome.reason);
    }
    return (user + system) / 1_000;
  };
  const coldMs = once(1);
  for (let spent = 0; spent < WARM_UP_MS; ) {
    spent += once(1);
  }
  const warmMs = Array.from({ length: RUNS }, (_, i) => once(i + 2)).sort((a, b) => a - b);
  return { coldMs, warmMs, peakMegabytes: process.resourceUsage().maxRSS / 1_024 };
}

function inNewProcess(name: string): Cost {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout) as Cost;
}

const asked = CASES[process.argv[2] ?? ''];
if (asked !== undefined) {
  process.stdout.write(JSON.stringify(measure(asked)));
} else {
  const rows = [['ONE FORECAST', 'CPU, FIRST', 'CPU, WARM MEDIAN', 'MAX', 'LIMIT', 'PEAK MEMORY']];
  for (const [name, { title, limitMs }] of Object.entries(CASES)) {
    const { coldMs, warmMs, peakMegabytes } = inNewProcess(name);
    const times = [coldMs, warmMs[Math.floor(RUNS / 2)]!, warmMs.at(-1)!].map((ms) => `${ms.toFixed(1)} ms`);
    rows.push([title, ...times, `${limitMs} ms`, `${Math.round(peakMegabytes)} MB`]);
  }
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  console.log(
    rows
      .map((row) =>
        row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()
      )
      .join('\n')
  );
}
