/**
 * Shows that no code knows the data: renames every series and set, shuffles their order and rescales every series, and
 * compares the predictions of both.
 *
 * Usage: node tests/bench/forecast/disguise.ts make DIR OUT
 *        node tests/bench/forecast/disguise.ts compare OUT PREDICTIONS PREDICTIONS_OF_OUT
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { seededRandom } from '#model/stats/random.ts';

const SEED = 5;
const SCALE = 1_000;
/** Largest difference, relative to the values' size, that rounding explains. */
const TOLERANCE = 1e-6;

interface Disguise {
  readonly name: string;
  readonly offset: number;
}

const random = seededRandom(SEED);

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function make(directory: string, out: string): void {
  const meta = JSON.parse(readFileSync(join(directory, 'forecast_meta.json'), 'utf8')) as Record<
    string,
    { dataset: string }
  >;
  const names = Object.keys(meta);
  const places = shuffled(names);
  const sets = [...new Set(names.map((name) => meta[name]!.dataset))];
  const disguises = new Map<string, Disguise>(
    names.map((name) => [
      name,
      { name: `x${places.indexOf(name)}`, offset: Math.round(1e5 * (random.uniform() - 0.5)) },
    ])
  );
  const rows = new Map<string, string[]>();
  const text = gunzipSync(readFileSync(join(directory, 'forecast.csv.gz'))).toString('utf8');
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const [name = '', ts = '', value = ''] = line.trimEnd().split(',');
    const known = disguises.get(name);
    if (known !== undefined) {
      const moved = value === '' ? '' : String(SCALE * Number(value) + known.offset);
      const own = rows.get(name) ?? [];
      own.push(`${known.name},${ts},${moved}`);
      rows.set(name, own);
    }
  }
  mkdirSync(out, { recursive: true });
  const lines = places.flatMap((name) => rows.get(name) ?? []);
  writeFileSync(join(out, 'forecast.csv.gz'), gzipSync(['series,ts,value', ...lines, ''].join('\n')));
  const renamed = places.map((name) => [
    disguises.get(name)!.name,
    { ...meta[name], dataset: `y${sets.indexOf(meta[name]!.dataset)}` },
  ]);
  writeFileSync(join(out, 'forecast_meta.json'), JSON.stringify(Object.fromEntries(renamed)));
  writeFileSync(join(out, 'disguises.json'), JSON.stringify(Object.fromEntries(disguises)));
}

function readPredictions(path: string): Map<string, number[]> {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const [name, origin, step, ...numbers] = line.split(',');
      return [`${name},${origin},${step}`, numbers.map(Number)];
    })
  );
}

function compare(out: string, plainPath: string, movedPath: string): void {
  const disguises = JSON.parse(readFileSync(join(out, 'disguises.json'), 'utf8')) as Record<string, Disguise>;
  const plain = readPredictions(plainPath);
  const moved = readPredictions(movedPath);
  let worst = { difference: 0, key: 'none' };
  let beyond = 0;
  for (const [key, numbers] of plain) {
    const [name = '', origin, step] = key.split(',');
    const known = disguises[name]!;
    const others = moved.get(`${known.name},${origin},${step}`) ?? [];
    numbers.forEach((value, i) => {
      const expected = SCALE * value + known.offset;
      const size = Math.max(Math.abs(expected), Math.abs(SCALE * value), 1);
      const difference = Math.abs((others[i] ?? NaN) - expected) / size;
      beyond += difference <= TOLERANCE ? 0 : 1;
      worst = difference <= worst.difference ? worst : { difference, key };
    });
  }
  console.log(
    `${plain.size} rows, largest relative difference ${worst.difference} (${worst.key}), ${beyond} beyond ${TOLERANCE}`
  );
  process.exitCode = beyond === 0 && plain.size === moved.size ? 0 : 1;
}

const [command, ...paths] = process.argv.slice(2);
if (command === 'make' && paths.length === 2) {
  make(paths[0]!, paths[1]!);
} else if (command === 'compare' && paths.length === 3) {
  compare(paths[0]!, paths[1]!, paths[2]!);
} else {
  console.error('Usage: disguise.ts make DIR OUT | compare OUT PREDICTIONS PREDICTIONS_OF_OUT');
  process.exitCode = 2;
}
