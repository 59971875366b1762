import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Runs a program that has a logger `log`; gives what it wrote. */
function logged(level: string, program: string) {
  const module = new URL('./logger.ts', import.meta.url).href;
  const code = `import { createLogger } from ${JSON.stringify(module)}; const log = createLogger('${level}'); ${program}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  });
  const lines = stderr.trim().split('\n');
  return { stdout, status, lines, records: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('is JSON lines on stderr in the form that Grafana reads, none of them lost at the end', () => {
    const { stdout, records } = logged(
      'debug',
      `log.debug('one'); log.info('two', { code: 'x', n: 1 }); log.warn('three'); log.error('four'); process.exit(0);`
    );
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as unknown;
    expect(records).toEqual([
      { '@level': 'debug', '@message': 'one', '@timestamp': time },
      { '@level': 'info', '@message': 'two', '@timestamp': time, code: 'x', n: 1 },
      { '@level': 'warn', '@message': 'three', '@timestamp': time },
      { '@level': 'error', '@message': 'four', '@timestamp': time },
    ]);
    expect(stdout).toBe('');
  });

  it('leaves out what is below its level, and keeps every line within what Grafana takes', () => {
    const { lines, records } = logged(
      'warn',
      `log.info('quiet'); log.warn('long', { reason: 'x'.repeat(100_000), short: 'y' });`
    );
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      '@message': 'long',
      short: 'y',
      reason: expect.stringMatching(/^x+…$/) as unknown,
    });
    expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThan(64 * 1024);
  });
});
