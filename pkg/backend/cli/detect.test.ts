import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { AnomaliesResponse } from '#contract/anomaly-rest.ts';
import { HeadroomError } from '#contract/errors.ts';
import { commandLine } from '../../../tests/support/command-line.ts';

const SIGNAL = ['--url', 'http://prometheus', '--expr', 'load'];

describe('headroom detect', () => {
  let line: ReturnType<typeof commandLine>;
  const detect = (...argv: string[]) => line.run('detect', ...SIGNAL, '--severity', 'critical', ...argv);

  beforeEach(() => {
    line = commandLine();
    const { assembled } = line;
    assembled.clock.advance(200 * 86_400_000);
    // A daily wave, and a spike that begins an hour before now.
    assembled.reader.valueAt = (i) => {
      const { startMs, stepMs } = assembled.reader.ranges.at(-1)!;
      const isOdd = startMs + i * stepMs >= assembled.clock.now() - 3_600_000;
      return 100 + 20 * Math.sin((2 * Math.PI * i) / 288) + Math.sin(i * 12.9898) + (isOdd ? 120 : 0);
    };
  });

  afterEach(() => line.cleanUp());

  it('prints each anomaly with its severity, what was expected and the evidence', async () => {
    expect(await detect()).toBe(0);
    const [head, row, count] = line.out.join('\n').split('\n');
    expect(head).toMatch(/^SERIES +START +END +SEVERITY +DIRECTION +VALUE +EXPECTED +WHY$/);
    expect(row).toMatch(/^load +\d{4}-\d\d-\d\d \d\d:\d\d +goes on +(critical|emergency) +up +\d.* \d.* [a-z]+/);
    expect(count).toMatch(/^1 anomaly in 1 series from .* to .* UTC\.$/);
    expect(line.deeds).toEqual(['engine stopped']);
    expect(line.directories.filter((path) => existsSync(path))).toEqual([]);
  });

  it('prints the answer of the REST API as JSON and as YAML', async () => {
    expect(await detect('-o', 'json')).toBe(0);
    expect(await detect('-o', 'yaml')).toBe(0);
    const answer = JSON.parse(line.out[0] ?? '') as AnomaliesResponse;
    expect(answer.series[0]?.anomalies).toMatchObject([{ isOpen: true, direction: 'up' }]);
    expect(answer.series[0]?.anomalies[0]?.evidence[0]?.sentence).not.toBe('');
    expect(parseYaml(line.out[1] ?? '')).toEqual(answer);
  });

  it('tells that there is none, by the gates and in the range that it is given', async () => {
    for (const gate of [
      ['--direction', 'down'],
      ['--min-deviation', '500'],
      ['--min-duration', '3h'],
      ['--at', String(line.assembled.clock.now() / 1000 - 7200)],
    ]) {
      expect(await detect('--exit-code', ...gate), gate.join(' ')).toBe(0);
    }
    expect(line.out).toHaveLength(4);
    expect(line.out.every((text) => /^No anomalies in 1 series/.test(text))).toBe(true);
  });

  it('ends with 3 when it is to tell anomalies by its exit code', async () => {
    expect(await detect('--exit-code')).toBe(3);
  });

  it('ends with 1 when the source is at fault', async () => {
    line.assembled.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.', { field: 'url' });
    expect(await detect('--exit-code')).toBe(1);
    expect(line.err).toEqual(['headroom detect: Nothing answers.']);
  });

  it('tells why a series cannot be judged', async () => {
    line.assembled.reader.valueAt = () => NaN;
    expect(await detect()).toBe(0);
    expect(line.out.join()).toMatch(/No anomalies in 1 series[^]*note: load: /);
  });

  it.each<[string, string[]]>([
    ['--colour', ['--colour', 'red']],
    ['--url', ['--expr', 'up']],
    ['--expr', ['--url', 'http://p']],
    ['--window', [...SIGNAL, '--window', '1y']],
    ['--window', [...SIGNAL, '--window', '90d', '--step', '1m']],
    ['--step', [...SIGNAL, '--step', '2d']],
    ['--severity', [...SIGNAL, '--severity', 'fatal']],
    ['--false-alarms', [...SIGNAL, '--false-alarms', 'fatal=1']],
    ['--false-alarms', [...SIGNAL, '--false-alarms', 'info']],
    ['--false-alarms', [...SIGNAL, '--false-alarms', 'critical=20']],
    ['--false-alarms', [...SIGNAL, '--false-alarms', 'info=-1']],
    ['--min-deviation', [...SIGNAL, '--min-deviation', 'far']],
    ['--min-duration', [...SIGNAL, '--min-duration', 'long']],
    ['--detector', [...SIGNAL, '--detector', 'oracle']],
    ['--timezone', [...SIGNAL, '--timezone', 'Mars/Olympus']],
    ['--range', [...SIGNAL, '--range', '0s']],
    ['--at', [...SIGNAL, '--at', 'yesterday']],
    ['--output', [...SIGNAL, '-o', 'xml']],
  ])('names %s and ends with 2: %j', async (option, argv) => {
    expect(await line.run('detect', ...argv)).toBe(2);
    expect(line.err.join('\n')).toMatch(new RegExp(`^headroom detect: .*${option}`));
    expect(line.err).toHaveLength(1);
    expect(line.out).toEqual([]);
    expect(line.directories.filter((path) => existsSync(path))).toEqual([]);
  });
});
