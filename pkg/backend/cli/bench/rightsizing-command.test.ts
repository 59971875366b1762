import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rightsizingCommand } from './rightsizing-command.ts';

const ROWS = 1_000;
const KNOWN = 700;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headroom-rightsizing-'));
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
  vi.restoreAllMocks();
});

interface Drawn {
  readonly name: string;
  readonly scale?: number;
  readonly later?: number;
}

/** Machines with a daily rhythm; memory is missing in every other one; `later` replaces what the judge sees. */
function write(machines: readonly Drawn[]): string {
  const folder = mkdtempSync(join(directory, 'set-'));
  const rows = machines.flatMap(({ name, scale = 1, later }, i) =>
    Array.from({ length: ROWS }, (_, t) => {
      const use = t >= KNOWN && later !== undefined ? later : scale * (2 + Math.sin(t / 20) + i);
      return `${name},${300 * t},${t % 31 === 3 ? '' : use},${i % 2 === 0 ? 5 * use : ''}`;
    })
  );
  writeFileSync(join(folder, 'rightsizing.csv.gz'), gzipSync(['series,ts,cpu,mem', ...rows, ''].join('\n')));
  const meta = machines.map(({ name, scale = 1 }) => [
    name,
    { dataset: 'one', step_s: 300, cpu_capacity: 8 * scale, mem_unit: null, mem_capacity: 64 },
  ]);
  writeFileSync(join(folder, 'rightsizing_meta.json'), JSON.stringify(Object.fromEntries(meta)));
  return folder;
}

function decide(machines: readonly Drawn[], ...more: string[]): Map<string, number> {
  const folder = write(machines);
  const out = join(folder, 'out.csv');
  expect(rightsizingCommand(['--data', folder, '--out', out, ...more])).toBe(0);
  const [header, ...lines] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(header).toBe('series,resource,limit');
  return new Map(
    lines.map((line) => {
      const [name, resource, limit] = line.split(',');
      return [`${name} ${resource}`, Number(limit)];
    })
  );
}

describe('headroom bench rightsizing', () => {
  it('gives one limit a machine and resource; without samples the capacity where it is known, else 0', () => {
    const limits = decide([{ name: 'b' }, { name: 'a' }], '--margin', '0.5');
    expect([...limits.keys()]).toEqual(['a cpu', 'a mem', 'b cpu', 'b mem']);
    expect(limits.get('b cpu')).toBeCloseTo(4.5, 2);
    expect(limits.get('b mem')).toBeCloseTo(22.5, 1);
    expect(limits.get('a mem')).toBe(0);
  });

  it('never reads a row of the last 30 %', () => {
    const machines = [{ name: 'a' }, { name: 'b' }];
    expect(decide(machines.map((one) => ({ ...one, later: 1e6 })))).toEqual(decide(machines));
  });

  it('knows no machine: renamed and rescaled ones get the correspondingly rescaled limits', () => {
    const plain = decide([{ name: 'a' }]);
    const moved = decide([{ name: 'q', scale: 1_000 }]);
    expect(moved.get('q cpu')! / plain.get('a cpu')!).toBeCloseTo(1_000, 6);
  });

  it('takes the first machines by name, and says what it cannot take', () => {
    expect([...decide([{ name: 'b' }, { name: 'a' }], '--limit', '1').keys()]).toEqual(['a cpu', 'a mem']);
    const folder = write([{ name: 'a' }]);
    const run = (...args: string[]) => rightsizingCommand(['--data', folder, '--out', join(folder, 'o'), ...args]);
    expect(() => run('--margin', 'x')).toThrow(/"x" is not a margin/);
    expect(() => run('--margin=-1')).toThrow(/is not a margin/);
    expect(() => run('--limit', '0')).toThrow(/is not a number of series/);
    expect(() => rightsizingCommand(['--out', 'x'])).toThrow('--data is missing');
    expect(() => rightsizingCommand(['--data', join(directory, 'nowhere'), '--out', 'x'])).toThrow(/Cannot read/);
  });
});
