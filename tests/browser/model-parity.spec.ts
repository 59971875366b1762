import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { build, type BuildOptions } from 'esbuild';
import { seededRandom } from '../../pkg/model/stats/random.ts';
import { answersOf, type ModelAnswer, type ModelCase } from '../parity/model/answer.ts';
import { compareAnswers } from '../parity/model/compare.ts';
import { drawSeries, GAP_NAMES, SHAPE_NAMES } from '../support/drawn-series.ts';

/** Other series by hand: HEADROOM_SEED. */
const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);
const SERIES = 200;
const SHORTEST = 20;
const LONGEST = 400;
const STEPS_MS = [300_000, 3_600_000, 86_400_000];
const HORIZONS = [6, 24, 60];
const ALLOWED = 1e-9;
const MOST_KILOBYTES = 300;

/** Series of every shape in turn, each with drawn gaps, length, step and horizon, for both models. */
function drawCases(): ModelCase[] {
  const random = seededRandom(SEED);
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(all.length * random.uniform())]!;
  return Array.from({ length: SERIES }).flatMap((_, i) => {
    const shape = SHAPE_NAMES[i % SHAPE_NAMES.length]!;
    const gaps = oneOf(GAP_NAMES);
    const length = SHORTEST + Math.floor((LONGEST - SHORTEST) * random.uniform());
    const drawn = drawSeries({ shape, gaps, length, seed: SEED + i });
    const known = drawn.filter((value) => !Number.isNaN(value));
    const [least, most] = [
      known.reduce((a, b) => Math.min(a, b), Infinity),
      known.reduce((a, b) => Math.max(a, b), -Infinity),
    ];
    const common = {
      values: Array.from(drawn, (value) => (Number.isNaN(value) ? null : value)),
      stepMs: oneOf(STEPS_MS),
      horizon: oneOf(HORIZONS),
      bounds: i % 3 === 0 ? { lower: 0 } : {},
      capacity: most + 0.1 * (most - least),
      seed: SEED + i,
    };
    return ['ensemble', 'auto'].map((model) => ({ ...common, model, name: `${i} ${shape}, gaps ${gaps}, ${model}` }));
  });
}

async function bundle(options: BuildOptions): Promise<Uint8Array> {
  const common = { bundle: true, write: false, minify: true, platform: 'browser', target: 'es2022' } as const;
  const { outputFiles = [] } = await build({ ...common, logLevel: 'error', ...options });
  return outputFiles[0]!.contents;
}

test(`Chromium and Node make the same forecasts of ${SERIES} series (seed ${SEED})`, async ({ page }) => {
  const cases = drawCases();
  const json = JSON.stringify(cases);
  const script = await bundle({
    entryPoints: [resolve(import.meta.dirname, '../parity/model/answer.ts')],
    format: 'iife',
    globalName: 'parity',
  });
  await page.addScriptTag({ content: new TextDecoder().decode(script) });
  const inBrowser = JSON.parse(
    await page.evaluate<string, string>(
      (text) => (globalThis as unknown as { parity: { answersOf: typeof answersOf } }).parity.answersOf(text),
      json
    )
  ) as ModelAnswer[];
  const inNode = JSON.parse(answersOf(json)) as ModelAnswer[];

  const { largest, worst, compared, breaks } = compareAnswers(cases, inNode, inBrowser);
  const answered = inNode.filter(({ inUnit }) => inUnit.length > 0).length;
  process.stdout.write(
    `parity: seed ${SEED}, ${answered} of ${cases.length} forecasts, ${compared} numbers, largest difference ${largest} (${worst})\n`
  );
  expect(breaks).toEqual([]);
  expect(answered).toBeGreaterThan(0.9 * cases.length);
  expect(largest, worst).toBeLessThanOrEqual(ALLOWED);
});

test(`all of the model is at most ${MOST_KILOBYTES} KB gzipped in the browser`, async () => {
  const root = resolve('pkg/model');
  const modules = globSync('**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'));
  const contents = modules.map((path, i) => `export * as module${i} from './${path}';`).join('\n');
  const script = await bundle({ stdin: { contents, resolveDir: root, loader: 'ts' }, format: 'esm' });
  const kilobytes = gzipSync(script, { level: 9 }).length / 1000;
  process.stdout.write(`model bundle: ${modules.length} modules, ${kilobytes.toFixed(1)} KB gzipped\n`);
  expect(new TextDecoder().decode(script)).toContain('seasonal-naive');
  expect(kilobytes).toBeLessThanOrEqual(MOST_KILOBYTES);
});
