import type { StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { HeadroomError } from '#contract/errors.ts';
import type { Context } from '../app/context.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { DocumentStore, StoredDocument } from '../app/ports/document-store.ts';
import { checkKey, checkListLimit, MAX_DOCUMENT_BYTES, toBoundedJson } from '../app/ports/limits.ts';
import type { StateDatabase } from './state-database.ts';

interface DocumentRow {
  readonly id: string;
  readonly value: string;
  readonly version: number;
  readonly updated_ms: number;
  readonly crc32: number;
}

const SELECT =
  'SELECT id, value, version, updated_ms, crc32 FROM documents WHERE org = ? AND source = ? AND collection = ?';

/**
 * Documents as rows of JSON text, the version column guarding each write. SQLite's own check of a file looks at its
 * structure, not at what stands in a row, so each text has a checksum: a damaged document is an error to `get`, is
 * left out and logged by `list`, and may be overwritten or deleted.
 */
export class SqliteDocumentStore implements DocumentStore {
  private readonly database: StateDatabase;
  private readonly clock: Clock;
  private readonly onDamage: (kind: 'document') => void;
  private readonly select: StatementSync;
  private readonly page: StatementSync;
  private readonly write: StatementSync;
  private readonly remove: StatementSync;

  constructor(database: StateDatabase, clock: Clock, onDamage: (kind: 'document') => void) {
    this.database = database;
    this.clock = clock;
    this.onDamage = onDamage;
    this.select = database.prepare(`${SELECT} AND id = ?`);
    this.page = database.prepare(`${SELECT} AND id > ? ORDER BY id`);
    this.write = database.prepare(`
      INSERT OR REPLACE INTO documents (org, source, collection, id, value, version, updated_ms, crc32)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    this.remove = database.prepare('DELETE FROM documents WHERE org = ? AND source = ? AND collection = ? AND id = ?');
  }

  get<T>(ctx: Context, collection: string, id: string): Promise<StoredDocument<T> | undefined> {
    return this.database.read(() => {
      const row = this.find(ctx, collection, id);
      if (row !== undefined && !isSound(row)) {
        this.onDamage('document');
        throw damaged(collection, id);
      }
      return row === undefined ? undefined : toDocument<T>(row);
    });
  }

  put<T>(ctx: Context, collection: string, id: string, value: T, expectedVersion?: number): Promise<StoredDocument<T>> {
    return this.database.write(() => {
      checkKey('collection', collection);
      checkKey('id', id);
      const text = toBoundedJson('document', value, MAX_DOCUMENT_BYTES);
      const found = this.find(ctx, collection, id)?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== found) {
        throw changedMeanwhile(collection, id, expectedVersion, found);
      }
      const row = { id, value: text, version: found + 1, updated_ms: this.clock.now(), crc32: crc32(text) };
      this.write.run(ctx.org, ctx.source, collection, id, row.value, row.version, row.updated_ms, row.crc32);
      return toDocument<T>(row);
    });
  }

  delete(ctx: Context, collection: string, id: string): Promise<boolean> {
    return this.database.write(() => this.remove.run(ctx.org, ctx.source, collection, id).changes !== 0);
  }

  list<T>(
    ctx: Context,
    collection: string,
    options: { after?: string; limit: number; onDamaged?: (id: string) => void }
  ): Promise<readonly StoredDocument<T>[]> {
    return this.database.read(() => {
      checkListLimit(options.limit);
      const documents: StoredDocument<T>[] = [];
      for (const row of this.rows(ctx, collection, options.after ?? '')) {
        if (isSound(row)) {
          documents.push(toDocument<T>(row));
        } else {
          this.onDamage('document');
          options.onDamaged?.(row.id);
          ctx.log.error('a stored document is damaged; left out of a list', { collection, id: row.id });
        }
        if (documents.length === options.limit) {
          break;
        }
      }
      return documents;
    });
  }

  private rows(ctx: Context, collection: string, after: string): Iterable<DocumentRow> {
    return this.page.iterate(ctx.org, ctx.source, collection, after) as unknown as Iterable<DocumentRow>;
  }

  private find(ctx: Context, collection: string, id: string): DocumentRow | undefined {
    return this.select.get(ctx.org, ctx.source, collection, id) as DocumentRow | undefined;
  }
}

function isSound(row: DocumentRow): boolean {
  return crc32(row.value) === row.crc32;
}

function toDocument<T>(row: DocumentRow): StoredDocument<T> {
  return { id: row.id, value: JSON.parse(row.value) as T, version: row.version, updatedMs: row.updated_ms };
}

function damaged(collection: string, id: string): HeadroomError {
  return new HeadroomError('internal', `The stored "${id}" of ${collection} is damaged.`, {
    remedy: 'Save it anew, delete it, or restore a backup of the state.',
  });
}

function changedMeanwhile(collection: string, id: string, expected: number, found: number): HeadroomError {
  const state = found === 0 ? 'does not exist' : `is at version ${found}`;
  return new HeadroomError(
    'conflict',
    `"${id}" of ${collection} ${state}; the change was made for ${expected === 0 ? 'a new one' : `version ${expected}`}.`,
    { field: 'version', remedy: 'Read it again and repeat the change.' }
  );
}
