import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, ManualClock } from '../app/ports/kit.contract.ts';
import { CHAIN_START, chainHash } from './audit-chain.ts';
import { DATABASE_FILE, openStore, type Store } from './open-store.ts';
import { SqliteAuditLog } from './sqlite-audit-log.ts';
import { verifyAudit } from './verify-audit.ts';

const ctx = contextOf('1', 'prom');

describe('the audit log in SQLite', () => {
  let directory: string;
  let store: Store;
  let log: SqliteAuditLog;
  let file: DatabaseSync;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    const clock = new ManualClock();
    store = openStore({ directory, setting: 'STATE_DIRECTORY', clock });
    log = new SqliteAuditLog(store.database, clock);
    file = new DatabaseSync(join(directory, DATABASE_FILE));
    for (const subject of ['one', 'two', 'three', 'four']) {
      await log.append(ctx, { action: 'model.promote', subject, detail: { half: '\ud800' } });
    }
  });
  afterEach(() => {
    file.close();
    store.close();
    rmSync(directory, { recursive: true });
  });

  const columns = 'at_ms, org, source, principal, action, subject, detail, hash';
  const copy = (sequence: number) => `SELECT ${sequence}, ${columns} FROM audit_log WHERE sequence = 1`;

  it.each([
    `UPDATE audit_log SET subject = 'x' WHERE sequence = 2`,
    `UPDATE OR REPLACE audit_log SET sequence = 9 WHERE sequence = 2`,
    'DELETE FROM audit_log WHERE sequence = 4',
    'DELETE FROM audit_log',
    `INSERT OR REPLACE INTO audit_log (sequence, ${columns}) ${copy(2)}`,
    `INSERT INTO audit_log (sequence, ${columns}) ${copy(2)} ON CONFLICT DO UPDATE SET subject = 'x'`,
    `INSERT INTO audit_log (sequence, ${columns}) ${copy(0)}`,
    `INSERT INTO audit_log (sequence, ${columns}) ${copy(9)}`,
  ])('refuses %s', (statement) => {
    file.exec('PRAGMA recursive_triggers = OFF');
    expect(() => {
      file.exec(statement);
    }).toThrow('append-only');
    expect(verifyAudit(directory)).toMatchObject({ entries: 4, broken: undefined });
  });

  it('hashes as documented', () => {
    const row = {
      sequence: 1,
      at_ms: 2,
      org: '3',
      source: '',
      principal: 'é',
      action: 'a',
      subject: 's',
      detail: '{}',
    };
    // printf '\0…(32 times)1:11:21:30:2:é1:a1:s2:{}' | sha256sum, coreutils 9.1
    expect(chainHash(CHAIN_START, row).toString('hex')).toBe(
      '6ee423350150cb1492e3d782465f3b0fb786782dfd734c3e9d9a64d6c6c3de5f'
    );
  });
});
