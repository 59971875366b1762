import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../../../tests/support/command-line.ts';
import type { AuditVerdict } from '../app/ports/audit-log.ts';
import { runCommand } from './run-command.ts';

const INTACT: AuditVerdict = { entries: 12, firstMs: 0, lastMs: 86_400_000, head: 'ab12', broken: undefined };

describe('headroom audit verify', () => {
  let line: ReturnType<typeof commandLine>;
  let directory: string;
  beforeEach(() => {
    line = commandLine();
    directory = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  });
  afterEach(async () => {
    rmSync(directory, { recursive: true });
    await line.cleanUp();
  });

  const verify = (verdict: AuditVerdict, ...argv: string[]) =>
    runCommand(['audit', 'verify', '--state', directory, ...argv], line.assembly({ verifyAudit: () => verdict }));

  it('ends with 0 for an intact log, and tells its length, its time and its last hash', async () => {
    expect(await verify(INTACT)).toBe(0);
    expect(line.out.join('\n').split('\n')).toEqual([
      'entries 12',
      'from 1970-01-01 00:00 to 1970-01-02 00:00 UTC',
      'hash of the last ab12',
      'intact',
    ]);
  });

  it('ends with 0 for an empty log', async () => {
    expect(await verify({ ...INTACT, entries: 0, firstMs: undefined, lastMs: undefined })).toBe(0);
    expect(line.out).toEqual(['entries 0\nintact']);
  });

  it('ends with 3 for a broken one, and tells where, when and why', async () => {
    expect(await verify({ ...INTACT, broken: { sequence: 13, atMs: 90_000_000, reason: 'it is gone' } })).toBe(3);
    expect(line.out.join('\n')).toContain('entries before the break 12\n');
    expect(line.out.join('\n')).toMatch(/\nbroken at entry 13 of 1970-01-02 01:00 UTC: it is gone$/);
    expect(line.out.join('\n')).not.toContain('intact');
  });

  it('prints the same as JSON', async () => {
    const broken = { sequence: 13, reason: 'it is gone', atMs: undefined };
    expect(await verify(INTACT, '-o', 'json')).toBe(0);
    expect(await verify({ ...INTACT, broken }, '-o', 'json')).toBe(3);
    const [first, second] = line.out.map((text) => JSON.parse(text) as unknown);
    expect(first).toEqual({ intact: true, entries: 12, firstMs: 0, lastMs: 86_400_000, head: 'ab12' });
    expect(second).toMatchObject({ intact: false, broken: { sequence: 13, reason: 'it is gone' } });
  });

  it('ends with 2 where there is no log', async () => {
    expect(await line.run('audit', 'verify', '--state', directory)).toBe(2);
    expect(line.err.join()).toContain(`there is no audit log in "${directory}"`);
  });
});
