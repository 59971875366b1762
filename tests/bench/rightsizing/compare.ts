/**
 * Draws our right-sizing beside "the largest use so far, times k" on a benchmark folder, and prints both at equal saving
 * (at equal slack where no capacity is known). Judges by the last 30 % of the rows, which the decision does not see.
 *
 * Usage: node tests/bench/rightsizing/compare.ts DIR [PICTURE.svg]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { machineLimit } from '../../../pkg/model/tuning/machine-limit.ts';
import { COSTS, judge, judgeable, largest, type Machine, type Measures } from './judge.ts';
import { curves } from './picture.ts';

const MARGINS = [0, 0.1, 0.2, 0.35, 0.5];
const KNOWN_SHARE = 0.7;

interface Meta {
  readonly step_s: number;
  readonly cpu_capacity?: number | null;
  readonly mem_capacity?: number | null;
  readonly mem_unit?: string | null;
}

const [directory, picture] = process.argv.slice(2);
if (directory === undefined) {
  console.error('Usage: node tests/bench/rightsizing/compare.ts DIR [PICTURE.svg]');
  process.exit(2);
}

function readMachines(folder: string, resource: 'cpu' | 'mem'): Machine[] {
  const meta = JSON.parse(readFileSync(`${folder}/rightsizing_meta.json`, 'utf8')) as Record<string, Meta>;
  const column = resource === 'cpu' ? 2 : 3;
  const rows = new Map<string, number[]>();
  const lines = gunzipSync(readFileSync(`${folder}/rightsizing.csv.gz`))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  for (const line of lines.slice(1)) {
    const fields = line.trimEnd().split(',');
    const name = fields[0]!;
    rows.set(name, rows.get(name) ?? []);
    rows.get(name)!.push(fields[column] === '' ? NaN : Number(fields[column]));
  }
  return Object.entries(meta).map(([name, { step_s, cpu_capacity, mem_capacity, mem_unit }]) => {
    const values = Float64Array.from(rows.get(name) ?? []);
    const cut = Math.trunc(KNOWN_SHARE * values.length);
    const capacity = resource === 'cpu' ? cpu_capacity : typeof mem_unit === 'string' ? mem_capacity : undefined;
    const [known, later] = [values.subarray(0, cut), values.subarray(cut)];
    return { name, stepMs: step_s * 1000, known, later, capacity: capacity ?? undefined };
  });
}

const ours = (machines: readonly Machine[], margin: number) =>
  judge(machines, ({ known, stepMs, capacity }) => machineLimit(known, stepMs, margin, capacity));
const timesMax = (machines: readonly Machine[], k: number) => judge(machines, ({ known }) => k * largest(known));

/** The k at which "max × k" saves as much (has as much slack), by halving. */
function equalK(machines: readonly Machine[], wanted: Measures): number {
  const bySaving = !Number.isNaN(wanted.saving);
  let [low, high] = [0, 16];
  for (let i = 0; i < 60; i++) {
    const k = (low + high) / 2;
    const got = timesMax(machines, k);
    const isLow = bySaving ? got.saving > wanted.saving : got.slack < wanted.slack;
    [low, high] = isLow ? [k, high] : [low, k];
  }
  return low;
}

const shown = (one: Measures): string =>
  [...COSTS, 'saving' as const].map((key) => one[key].toFixed(3).padStart(9)).join('');

for (const resource of ['cpu', 'mem'] as const) {
  const machines = judgeable(readMachines(directory, resource));
  if (machines.length === 0) {
    console.log(`${resource}: no machine has samples on both sides.`);
    continue;
  }
  console.log(
    `${resource}, ${machines.length} machines ${[...COSTS, 'saving'].map((key) => key.padStart(9)).join('')}`
  );
  const points = MARGINS.map((margin) => {
    const us = ours(machines, margin);
    const k = equalK(machines, us);
    const them = timesMax(machines, k);
    const worse = COSTS.filter((key) => us[key] > them[key] * (1 + 1e-6) + 1e-9);
    console.log(
      `margin ${margin.toFixed(2).padEnd(12)} ${shown(us)}  ${worse.length === 0 ? 'none worse' : worse.join()}`
    );
    console.log(`  max × ${k.toFixed(3).padEnd(11)} ${shown(them)}`);
    return us;
  });
  if (picture !== undefined && !Number.isNaN(points[0]!.saving)) {
    const rivals = Array.from({ length: 61 }, (_, i) => timesMax(machines, 0.75 + i / 60));
    writeFileSync(picture, curves(points, rivals, MARGINS));
  }
}
