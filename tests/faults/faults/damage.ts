import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Draw } from '../draw.ts';
import type { Fault } from '../stage.ts';

const FILES = ['headroom.db', 'headroom.db-wal', 'headroom-copy.db', 'headroom-changes.log'] as const;
const WAYS = ['flipped', 'cut', 'zeroed', 'removed'] as const;
/** So that there is no doubt that something is wrong. */
const GROSS = ['scrambled', 'halved'] as const;
type Way = (typeof WAYS)[number] | (typeof GROSS)[number];

/** One file of the state is damaged while no engine runs. */
export const damagedFile: Fault = {
  name: 'state damaged',
  make: async ({ engine, disk, draw }) => {
    await engine.kill();
    const name = draw.pick(FILES);
    damage(join(disk.directory, name), draw.pick(WAYS), draw);
    engine.start();
    return engine.untilReady();
  },
};

/** The database is damaged under the running engine, which ends for its supervisor to start it again. */
export const damagedUnderWay: Fault = {
  name: 'state damaged while the engine runs',
  make: async ({ engine, disk, draw, complain }) => {
    damageGrossly(disk.directory, draw);
    const code = await engine.exited(ENDS_WITHIN_MS);
    if (engine.isRunning) {
      complain('The engine goes on with a database that is damaged under it.');
      await engine.kill();
    } else if (code !== 1) {
      complain(`The engine ended with code ${code} instead of 1 when its database was damaged under it.`);
    }
    engine.start();
    return engine.untilReady();
  },
};

/** It looks every half minute, takes a second to notice what it has found, and ends its requests. */
export const ENDS_WITHIN_MS = 40_000;

/** Damages the database of a running engine beyond doubt. */
export function damageGrossly(stateDir: string, draw: Draw): void {
  const path = join(stateDir, 'headroom.db');
  foldLog(path);
  damage(path, draw.pick(GROSS), draw);
}

/** What is in the write-ahead log hides what is wrong in the database. */
function foldLog(path: string): void {
  const database = new DatabaseSync(path, { timeout: 2_000 });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function damage(path: string, way: Way, draw: Draw): void {
  if (!existsSync(path)) {
    return;
  }
  if (way === 'removed') {
    rmSync(path);
    return;
  }
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    if (way === 'cut' || way === 'halved') {
      ftruncateSync(file, way === 'cut' ? draw.below(size) : size >> 1);
      return;
    }
    overwrite(file, size, way, draw);
  } finally {
    closeSync(file);
  }
}

/** How many places of a file are overwritten. */
const PLACES = { flipped: 20, zeroed: 3, scrambled: 100 };

function overwrite(file: number, size: number, way: keyof typeof PLACES, draw: Draw): void {
  for (let count = PLACES[way]; count > 0; count -= 1) {
    const bytes = Buffer.alloc(way === 'flipped' ? 1 : 4_096);
    const at = draw.below(size);
    if (way === 'flipped') {
      readSync(file, bytes, 0, 1, at);
      bytes[0] = (bytes[0] ?? 0) ^ (1 << draw.below(8));
    }
    writeSync(file, bytes, 0, Math.min(bytes.length, size - at), at);
  }
}
