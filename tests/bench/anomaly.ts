/**
 * Shows what anomaly detection costs: CPU time of the first call in a new process and of warm ones, the time until the
 * engine's workers have answered, from starting the first of them, and the peak memory of that process, beside the limit.
 * It measures and judges nothing: figures depend on the machine and its load.
 *
 * Usage: make bench, or node tests/bench/anomaly.ts
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../pkg/backend/app/context.ts';
import { WorkerPool } from '../../pkg/backend/compute/pool.ts';
import { createWorkerCompute } from '../../pkg/backend/compute/worker-compute.ts';
import { detectTogether } from '../../pkg/model/anomaly/detect-together.ts';
import { detect } from '../../pkg/model/anomaly/detect.ts';
import type { RegularSeries } from '../../pkg/model/series/regular-series.ts';
import { seededRandom } from '../../pkg/model/stats/random.ts';

const STEP = 300_000;
const DAY = 86_400_000 / STEP;
const POINTS = 30 * DAY;
const SERIES = 8;
const RUNS = 7;
const LIMIT_MS = 1_000;

const CASES: Readonly<Record<string, (all: readonly RegularSeries[]) => void>> = {
  'each by itself, all detectors': (all) => all.forEach((series) => detect({ series })),
  'as one thing': (all) => void detectTogether({ series: all }),
};

const IN_WORKERS = 'in the workers of an engine';

interface Cost {
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  readonly peakMegabytes: number;
}

/** A load with the rhythms of day and week, growth and noise. */
function drawSeries(seed: number): RegularSeries {
  const random = seededRandom(seed);
  const values = Float64Array.from(
    { length: POINTS },
    (_, t) =>
      50 +
      10 * Math.sin((2 * Math.PI * t) / DAY) +
      4 * Math.sin((2 * Math.PI * t) / (7 * DAY)) +
      (5 * t) / POINTS +
      2 * random.normal()
  );
  return { startMs: 0, stepMs: STEP, values };
}

function measure(look: (all: readonly RegularSeries[]) => void): Cost {
  const all = Array.from({ length: SERIES }, (_, i) => drawSeries(i + 1));
  const once = (): number => {
    const before = process.cpuUsage();
    look(all);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  const coldMs = once();
  const warmMs = Array.from({ length: RUNS }, once).sort((a, b) => a - b);
  return { coldMs, warmMs, peakMegabytes: process.resourceUsage().maxRSS / 1_024 };
}

/** Time on the clock, since the workers run side by side: what somebody waits for who asks right after the start. */
async function measureWorkers(): Promise<Cost> {
  const requests = Array.from({ length: SERIES }, (_, i) => ({ series: drawSeries(i + 1) }));
  const pool = new WorkerPool(
    { script: new URL('../../pkg/backend/worker.ts', import.meta.url) },
    availableParallelism()
  );
  const compute = createWorkerCompute(pool, { now: () => Date.now() });
  const once = async (): Promise<number> => {
    const startedMs = performance.now();
    await compute.detect(operator(), requests);
    return performance.now() - startedMs;
  };
  const coldMs = await once();
  const warmMs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    warmMs.push(await once());
  }
  await pool.close();
  return { coldMs, warmMs: warmMs.sort((a, b) => a - b), peakMegabytes: process.resourceUsage().maxRSS / 1_024 };
}

function operator(): Context {
  const ignore = () => undefined;
  return {
    org: '0',
    source: 'bench',
    principal: 'bench',
    role: 'Admin',
    deadlineMs: Number.MAX_SAFE_INTEGER,
    signal: new AbortController().signal,
    traceId: '',
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  };
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

function describe(name: string, measured: string, { coldMs, warmMs, peakMegabytes }: Cost): string {
  const [first, median, most] = [coldMs, warmMs[RUNS >> 1]!, warmMs.at(-1)!].map((ms) => `${ms.toFixed(0)} ms`);
  const memory = `${Math.round(peakMegabytes)} MB`;
  return `${name}: ${measured} first ${first}, warm median ${median}, most ${most}; peak memory ${memory}`;
}

const name = process.argv[2] ?? '';
const asked = CASES[name];
if (asked !== undefined) {
  process.stdout.write(JSON.stringify(measure(asked)));
} else if (name === IN_WORKERS) {
  process.stdout.write(JSON.stringify(await measureWorkers()));
} else {
  console.log(`${SERIES} SERIES × ${POINTS} POINTS, LIMIT ${LIMIT_MS} ms`);
  for (const one of Object.keys(CASES)) {
    console.log(describe(one, 'CPU', inNewProcess(one)));
  }
  console.log(describe(IN_WORKERS, 'answered', inNewProcess(IN_WORKERS)));
}
