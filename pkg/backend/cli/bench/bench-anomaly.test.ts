import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectTogether } from '#model/anomaly/detect-together.ts';
import { detect } from '#model/anomaly/detect.ts';
import { seededRandom } from '#model/stats/random.ts';
import { contextOf } from '../../app/ports/kit.contract.ts';
import type { Compute } from '../../app/ports/compute.ts';
import { readAnomalyData } from './anomaly-data.ts';
import { benchAnomaly } from './bench-anomaly.ts';

const ROWS = 400;
const ALL = { dataset: undefined, limit: undefined };
const nobody = (): never => {
  throw new Error('Nobody asked for this.');
};
const compute: Compute = {
  forecast: nobody,
  breach: nobody,
  recommend: nobody,
  detect: async (_ctx, requests) => requests.map(detect),
  detectTogether: async (_ctx, requests) => requests.map(detectTogether),
  share: nobody,
  replay: nobody,
};

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headroom-bench-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** One set of single series with a gap and a spike, one of a machine with two metrics. */
function write(spikeAt: number, label: 0 | 1): string {
  const folder = mkdtempSync(join(directory, 'set-'));
  const random = seededRandom(4);
  const single = Array.from({ length: ROWS }, (_, i) => {
    const value = i === spikeAt ? 99 : 10 + random.normal();
    return `s,${3_600 * i},${i === 50 ? '' : value},${i === spikeAt ? label : 0}`;
  });
  const machine = Array.from({ length: ROWS }, (_, i) => `m,${60 * i},0,${random.normal()},${5 + random.normal()},`);
  writeFileSync(join(folder, 'anomaly_one.csv.gz'), gzipSync(['series,ts,value,label', ...single, ''].join('\n')));
  writeFileSync(join(folder, 'anomaly_two.csv.gz'), gzipSync(['series,ts,label,v0,v1,v2', ...machine, ''].join('\n')));
  const meta = { s: { dataset: 'one', dims: 1, step_s: 3_600 }, m: { dataset: 'two', dims: 2, step_s: 60 } };
  writeFileSync(join(folder, 'anomaly_meta.json'), JSON.stringify(meta));
  return folder;
}

async function judge(folder: string): Promise<string[]> {
  const out = join(folder, 'out.csv');
  const report = await benchAnomaly(contextOf('1', 'cli'), compute, readAnomalyData(folder, ALL), out);
  expect(report).toMatchObject({ series: 2, samples: 2 * ROWS, missing: [] });
  return readFileSync(out, 'utf8').trimEnd().split('\n');
}

describe('benchAnomaly', () => {
  it('gives every row a score and a decision, and finds the spike', async () => {
    const [header, ...rows] = await judge(write(300, 1));
    expect(header).toBe('series,i,score,pred');
    const spikes = rows.filter((row) => row.startsWith('s,300,'));
    expect(rows).toHaveLength(2 * ROWS);
    expect(spikes[0]).toMatch(/,1$/);
    expect(rows.every((row) => /^[sm],\d+,\d+(\.\d+)?(e-\d+)?,[01]$/.test(row))).toBe(true);
  });

  it('looks neither at labels nor ahead', async () => {
    const before = (rows: string[]): string[] => rows.filter((row) => Number(row.split(',')[1]) < 300);
    const rows = await judge(write(300, 1));
    expect(await judge(write(300, 0))).toEqual(rows);
    expect(before(await judge(write(350, 0)))).toEqual(before(rows));
  });
});

describe('readAnomalyData', () => {
  it('reads one set or all, gaps as NaN, as many values a row as the meta data say', () => {
    const folder = write(300, 1);
    const all = readAnomalyData(folder, ALL);
    expect(all.map(({ name, stepMs, dimensions }) => [name, stepMs, dimensions.length])).toEqual([
      ['m', 60_000, 2],
      ['s', 3_600_000, 1],
    ]);
    expect(all[1]!.dimensions[0]![50]).toBeNaN();
    expect(readAnomalyData(folder, { ...ALL, dataset: 'two' }).map(({ name }) => name)).toEqual(['m']);
  });

  it('says what is missing', () => {
    expect(() => readAnomalyData(join(directory, 'nowhere'), ALL)).toThrow(/Cannot read .*anomaly_meta\.json/);
  });
});
