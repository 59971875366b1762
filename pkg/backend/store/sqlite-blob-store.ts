import { hash } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { Context } from '../app/context.ts';
import type { BlobStore } from '../app/ports/blob-store.ts';
import type { Clock } from '../app/ports/clock.ts';
import { checkKey, MAX_BLOB_BYTES } from '../app/ports/limits.ts';
import { isDamage } from './sql-errors.ts';
import type { StateDatabase } from './state-database.ts';

interface BlobRow {
  readonly sha256: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Damaged blobs that are kept for examination, in all scopes together. */
const DAMAGED_KEPT = 16;

/** Blobs as rows with the SHA-256 of their bytes, which each read compares. */
export class SqliteBlobStore implements BlobStore {
  private readonly database: StateDatabase;
  private readonly clock: Clock;
  private readonly quotaBytes: number;
  private readonly onDamage: (kind: 'blob') => void;
  private readonly select: StatementSync;
  private readonly others: StatementSync;
  private readonly write: StatementSync;
  private readonly remove: StatementSync;
  private readonly expire: StatementSync;
  private readonly keepDamaged: StatementSync;
  private readonly trimDamaged: StatementSync;

  /** @param quotaBytes what one data source of an organisation may hold; beyond it `put` throws `overloaded`. */
  constructor(database: StateDatabase, clock: Clock, quotaBytes: number, onDamage: (kind: 'blob') => void) {
    const scope = 'org = ? AND source = ? AND key = ?';
    this.database = database;
    this.clock = clock;
    this.quotaBytes = quotaBytes;
    this.onDamage = onDamage;
    this.select = database.prepare(`SELECT sha256, bytes FROM blobs WHERE ${scope} AND expires_ms > ?`);
    this.others = database.prepare(`
      SELECT (SELECT coalesce(sum(size), 0) FROM blobs WHERE org = ?1 AND source = ?2)
        - coalesce((SELECT size FROM blobs WHERE org = ?1 AND source = ?2 AND key = ?3), 0) AS bytes`);
    this.write = database.prepare(`
      INSERT OR REPLACE INTO blobs (org, source, key, size, sha256, expires_ms, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.remove = database.prepare(`DELETE FROM blobs WHERE ${scope}`);
    this.expire = database.prepare('DELETE FROM blobs WHERE expires_ms <= ?');
    this.keepDamaged = database.prepare(`
      INSERT INTO damaged_blobs (org, source, key, sha256, found_ms, bytes)
      SELECT org, source, key, sha256, ?, bytes FROM blobs WHERE ${scope}`);
    this.trimDamaged = database.prepare(`
      DELETE FROM damaged_blobs WHERE sequence <= (SELECT max(sequence) FROM damaged_blobs) - ${DAMAGED_KEPT}`);
  }

  put(ctx: Context, key: string, bytes: Uint8Array, expiresMs: number): Promise<void> {
    return this.database.write(() => {
      checkKey('key', key);
      checkSize(key, bytes.byteLength);
      this.makeRoom(ctx, key, bytes.byteLength);
      this.write.run(ctx.org, ctx.source, key, bytes.byteLength, digest(bytes), expiresMs, bytes);
    });
  }

  async get(ctx: Context, key: string): Promise<Uint8Array | undefined> {
    try {
      const row = await this.database.read(() => this.find(ctx, key));
      return row === undefined || isSound(row) ? row?.bytes : await this.setAside(ctx, key);
    } catch (thrown) {
      if (!isDamage(thrown)) {
        throw thrown;
      }
      this.onDamage('blob');
      ctx.log.error('a stored blob lies in a damaged part of the state database; treated as absent', { key });
      return undefined;
    }
  }

  delete(ctx: Context, key: string): Promise<void> {
    return this.database.write(() => {
      this.remove.run(ctx.org, ctx.source, key);
    });
  }

  sweep(nowMs: number): Promise<number> {
    return this.database.write(() => Number(this.expire.run(nowMs).changes));
  }

  private makeRoom(ctx: Context, key: string, size: number): void {
    if (this.bytesOfOthers(ctx, key) + size <= this.quotaBytes) {
      return;
    }
    this.expire.run(this.clock.now());
    if (this.bytesOfOthers(ctx, key) + size > this.quotaBytes) {
      throw new HeadroomError('overloaded', `The stored forecasts and models would exceed ${this.quotaBytes} bytes.`, {
        remedy: 'Forecast fewer series from this data source, or wait until stored forecasts expire.',
      });
    }
  }

  private bytesOfOthers(ctx: Context, key: string): number {
    return Number(this.others.get(ctx.org, ctx.source, key)?.['bytes']);
  }

  private find(ctx: Context, key: string): BlobRow | undefined {
    return this.select.get(ctx.org, ctx.source, key, this.clock.now()) as BlobRow | undefined;
  }

  /** Looks again, since a sound blob may have been written meanwhile. A disk that refuses the move changes nothing. */
  private async setAside(ctx: Context, key: string): Promise<Uint8Array | undefined> {
    try {
      return await this.database.write(() => {
        const row = this.find(ctx, key);
        if (row === undefined || isSound(row)) {
          return row?.bytes;
        }
        this.keepDamaged.run(this.clock.now(), ctx.org, ctx.source, key);
        this.remove.run(ctx.org, ctx.source, key);
        this.trimDamaged.run();
        this.onDamage('blob');
        ctx.log.error('a stored blob is damaged; set aside and treated as absent', { key });
        return undefined;
      });
    } catch (thrown) {
      this.onDamage('blob');
      ctx.log.error('a stored blob is damaged; it cannot be set aside, and is treated as absent', {
        key,
        error: toHeadroomError(thrown).sentence,
      });
      return undefined;
    }
  }
}

function isSound(row: BlobRow): boolean {
  return digest(row.bytes).equals(row.sha256);
}

function digest(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}

function checkSize(key: string, bytes: number): void {
  if (bytes > MAX_BLOB_BYTES) {
    throw new HeadroomError(
      'too_large',
      `The blob "${key}" takes ${bytes} bytes; at most ${MAX_BLOB_BYTES} are allowed.`,
      {
        remedy: 'Store less in it, or split it.',
      }
    );
  }
}
