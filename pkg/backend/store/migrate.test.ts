import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';

describe('migrate', () => {
  let database: DatabaseSync;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
  });
  const tables = () =>
    database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'schema%' ORDER BY name`)
      .all()
      .map((row) => row['name']);
  const applied = () =>
    database.prepare('SELECT room, version, applied_ms FROM schema_migrations ORDER BY room, version').all();

  it('applies each script once, in order, and records it', () => {
    const scripts = ['CREATE TABLE a (x)', 'ALTER TABLE a RENAME TO b'];
    migrate(database, { one: scripts }, 5);
    migrate(database, { one: scripts }, 6);
    expect(tables()).toEqual(['b']);
    expect(applied()).toEqual([
      { room: 'one', version: 1, applied_ms: 5 },
      { room: 'one', version: 2, applied_ms: 5 },
    ]);
  });

  it('goes on from the version that is there, room by room', () => {
    migrate(database, { one: ['CREATE TABLE a (x)'] }, 5);
    migrate(database, { one: ['CREATE TABLE a (x)', 'CREATE TABLE b (x)'], two: ['CREATE TABLE c (x)'] }, 6);
    expect(tables()).toEqual(['a', 'b', 'c']);
    expect(applied().map((row) => row['applied_ms'])).toEqual([5, 6, 6]);
  });

  it('keeps nothing of a script that fails, and all of those before it', () => {
    const broken = 'CREATE TABLE b (x); INSERT INTO missing VALUES (1)';
    expect(() => migrate(database, { one: ['CREATE TABLE a (x)', broken] }, 5)).toThrow('missing');
    expect(tables()).toEqual(['a']);
    expect(applied()).toHaveLength(1);
    migrate(database, { one: ['CREATE TABLE a (x)', 'CREATE TABLE b (x)'] }, 6);
    expect(tables()).toEqual(['a', 'b']);
  });

  it('changes nothing in any room when one of them is newer', () => {
    migrate(database, { two: ['CREATE TABLE a (x)', 'CREATE TABLE b (x)'] }, 5);
    const older = { one: ['CREATE TABLE c (x)'], two: ['CREATE TABLE a (x)'] };
    expect(() => migrate(database, older, 6)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(tables()).toEqual(['a', 'b']);
    expect(applied()).toHaveLength(2);
  });

  it('does not mind rooms that this caller does not ask for', () => {
    migrate(database, { one: ['CREATE TABLE a (x)'], two: ['CREATE TABLE b (x)'] }, 5);
    migrate(database, { one: ['CREATE TABLE a (x)'] }, 6);
    expect(tables()).toEqual(['a', 'b']);
  });
});
