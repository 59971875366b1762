import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { damageFound, isBusy, isDamage, translateSqlError } from './sql-errors.ts';

const raised = (errcode: number) => Object.assign(new Error('words of SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });

describe('translateSqlError', () => {
  it.each([
    ['SQLITE_FULL', 13, 'overloaded', 'full'],
    ['SQLITE_READONLY', 8, 'internal', 'read-only'],
    ['SQLITE_READONLY_DBMOVED', 1032, 'internal', 'read-only'],
    ['SQLITE_IOERR_WRITE', 778, 'internal', 'disk'],
    ['SQLITE_IOERR_FSYNC', 1034, 'internal', 'disk'],
    ['SQLITE_CANTOPEN', 14, 'internal', 'disk'],
    ['SQLITE_BUSY', 5, 'overloaded', 'Another program'],
    ['SQLITE_BUSY_SNAPSHOT', 517, 'overloaded', 'Another program'],
    ['SQLITE_CORRUPT', 11, 'internal', 'damaged'],
    ['SQLITE_CORRUPT_INDEX', 779, 'internal', 'damaged'],
    ['SQLITE_NOTADB', 26, 'internal', 'damaged'],
    ['SQLITE_NOMEM', 7, 'overloaded', 'memory'],
    ['SQLITE_TOOBIG', 18, 'too_large', 'too large'],
  ])('explains %s', (_name, errcode, code, words) => {
    const thrown = raised(errcode);
    const error = translateSqlError(thrown);
    expect(error).toMatchObject({ code, cause: thrown, message: expect.stringContaining(words) as string });
    expect(error.remedy).toMatch(/\.$/);
    expect(error.sentence).not.toContain('words of SQLite');
  });

  it('leaves our own errors alone and takes the rest for our fault', () => {
    const own = new HeadroomError('conflict', 'Changed.');
    expect(translateSqlError(own)).toBe(own);
    expect(translateSqlError(raised(1)).code).toBe('internal');
    expect(translateSqlError('text').code).toBe('internal');
  });
});

describe('what SQLite throws', () => {
  const attempt = (work: () => void): unknown => {
    try {
      work();
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  };

  it('carries the result code that the translation reads', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA max_page_count = 2; CREATE TABLE t (x)');
    const full = attempt(() => {
      database.exec('INSERT INTO t VALUES (zeroblob(100000))');
    });
    expect(translateSqlError(full).code).toBe('overloaded');
    database.close();
  });

  it('is damage or not, translated or not', () => {
    expect(isDamage(damageFound('page 3'))).toBe(true);
    expect(isDamage(translateSqlError(raised(267)))).toBe(true);
    expect([raised(13), raised(5), new Error('x'), undefined, 11].map(isDamage)).toEqual(Array(5).fill(false));
    expect([raised(5), raised(261), raised(6), undefined].map(isBusy)).toEqual([true, true, false, false]);
  });
});
