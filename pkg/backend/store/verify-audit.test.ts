import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditVerdict } from '../app/ports/audit-log.ts';
import { contextOf, ManualClock } from '../app/ports/kit.contract.ts';
import { DATABASE_FILE, openStore, type Store } from './open-store.ts';
import { verifyAudit } from './verify-audit.ts';

const ctx = contextOf('1', 'prom');
const SUBJECTS = ['subject-one', 'subject-two', 'subject-three', 'subject-four'];

describe('verifyAudit', () => {
  let directory: string;
  let path: string;
  let clock: ManualClock;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    path = join(directory, DATABASE_FILE);
    clock = new ManualClock();
    const store = open();
    for (const subject of SUBJECTS) {
      await append(store, subject);
    }
    store.close();
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const open = () => openStore({ directory, setting: 'STATE_DIRECTORY', clock });
  const append = (store: Store, subject: string) => {
    clock.advance(60_000);
    return store.audit.append(ctx, { action: 'model.promote', subject, detail: { half: '\ud800' } });
  };
  const contents = () => readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]);

  /** Changes rows as somebody would who may write to the file and knows of the triggers. */
  const tamper = (statement: string) => {
    const file = new DatabaseSync(path);
    for (const { name } of file.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all()) {
      file.exec(`DROP TRIGGER ${String(name)}`);
    }
    file.exec(statement);
    file.close();
  };

  it('finds a log intact that nobody has touched, and touches nothing itself', () => {
    const before = contents();
    expect(verifyAudit(directory)).toEqual({
      entries: 4,
      firstMs: clock.now() - 180_000,
      lastMs: clock.now(),
      head: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      broken: undefined,
    });
    expect(contents()).toEqual(before);
  });

  it('reads what a running engine has just written, and lets it write on', async () => {
    const store = open();
    const { head } = verifyAudit(directory);
    await append(store, 'five');
    const before = readFileSync(path);
    const later = verifyAudit(directory);
    expect(later).toMatchObject({ entries: 5, lastMs: clock.now(), broken: undefined });
    expect(later.head).not.toBe(head);
    expect(readFileSync(path).equals(before)).toBe(true);
    await append(store, 'six');
    store.close();
    expect(verifyAudit(directory)).toMatchObject({ entries: 6, broken: undefined });
  });

  it('finds an empty log intact', () => {
    tamper('DELETE FROM audit_log');
    expect(verifyAudit(directory)).toMatchObject({
      entries: 0,
      firstMs: undefined,
      lastMs: undefined,
      broken: undefined,
    });
  });

  it.each([
    'at_ms = at_ms + 1',
    `org = '2'`,
    `source = ''`,
    `principal = 'someone'`,
    `action = action || ' '`,
    `subject = 'subject-thre', action = action || 'e'`,
    `detail = '{}'`,
    'hash = zeroblob(32)',
    `hash = x''`,
  ])('finds a change of %s', (change) => {
    tamper(`UPDATE audit_log SET ${change} WHERE sequence = 3`);
    expect(verifyAudit(directory)).toMatchObject({
      entries: 2,
      broken: { sequence: 3, reason: expect.stringContaining('changed') as string },
    });
  });

  it('finds a removed entry, also when the gap is closed', () => {
    tamper('DELETE FROM audit_log WHERE sequence = 2');
    const missing = expect.stringMatching(/missing.*entry 3 stands there/) as string;
    expect(verifyAudit(directory)).toMatchObject({
      entries: 1,
      broken: { sequence: 2, atMs: undefined, reason: missing },
    });
    tamper('UPDATE audit_log SET sequence = sequence - 1 WHERE sequence > 2');
    expect(verifyAudit(directory)).toMatchObject({ entries: 1, broken: { sequence: 2, atMs: clock.now() - 60_000 } });
  });

  it('finds that the oldest entries were removed', () => {
    tamper('DELETE FROM audit_log WHERE sequence < 3');
    expect(verifyAudit(directory)).toMatchObject({ entries: 0, broken: { sequence: 1 } });
  });

  it('tells a shortened log from the whole one by the hash of its last entry only', () => {
    const { head } = verifyAudit(directory);
    tamper('DELETE FROM audit_log WHERE sequence = 4');
    const shortened = verifyAudit(directory);
    expect(shortened).toMatchObject({ entries: 3, broken: undefined });
    expect(shortened.head).not.toBe(head);
  });

  describe('with one byte of the file flipped', () => {
    /** The page of the file on which the entries stand. */
    function auditPage(): { start: number; bytes: Buffer } {
      const bytes = readFileSync(path);
      const size = bytes.readUInt16BE(16);
      const start = Math.floor(bytes.lastIndexOf('subject-four') / size) * size;
      return { start, bytes: bytes.subarray(start, start + size) };
    }

    function verdictAfterFlip(at: number, mask: number): AuditVerdict | 'refused' {
      const file = openSync(path, 'r+');
      const byte = new Uint8Array(1);
      readSync(file, byte, 0, 1, at);
      try {
        writeSync(file, Uint8Array.of((byte[0] ?? 0) ^ mask), 0, 1, at);
        return verifyAudit(directory);
      } catch {
        return 'refused';
      } finally {
        writeSync(file, byte, 0, 1, at);
        closeSync(file);
      }
    }

    it.each(SUBJECTS.map((subject, index) => [subject, index] as const))(
      'in %s, names that entry',
      (subject, index) => {
        const at = readFileSync(path).lastIndexOf(subject) + 3;
        expect(verdictAfterFlip(at, 0x01)).toMatchObject({ entries: index, broken: { sequence: index + 1 } });
      }
    );

    it('anywhere on the page of the entries, calls it intact only where every entry is unchanged', () => {
      const whole = verifyAudit(directory);
      const { start, bytes } = auditPage();
      let detected = 0;
      for (let offset = 0; offset < bytes.length; offset += 1) {
        const verdict = verdictAfterFlip(start + offset, 1 << offset % 8);
        if (verdict === 'refused' || verdict.broken !== undefined) {
          detected += 1;
        } else {
          // Free space of the page; the last hash vouches for all entries up to it.
          expect([offset, verdict]).toEqual([offset, whole]);
        }
      }
      expect(detected).toBeGreaterThan(4 * 100);
    }, 60_000);
  });

  it.each([
    ['without a database', () => rmSync(path)],
    [
      'with a database of something else',
      () => {
        rmSync(path);
        const other = new DatabaseSync(path);
        other.exec('CREATE TABLE notes (text)');
        other.close();
      },
    ],
  ])('says that there is no log in a directory %s', (_name, prepare) => {
    prepare();
    expect(() => verifyAudit(directory)).toThrow(
      expect.objectContaining({ code: 'not_found', field: 'state' }) as Error
    );
  });

  it('finds a file that is no database broken from its first entry on', () => {
    writeFileSync(path, 'this is no database '.repeat(1_000));
    expect(verifyAudit(directory)).toMatchObject({
      entries: 0,
      broken: { sequence: 1, reason: expect.stringContaining('damaged') as string },
    });
  });
});
