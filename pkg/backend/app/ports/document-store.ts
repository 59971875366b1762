import type { Context } from '../context.ts';

/** A stored document and the version that guards its next write. */
export interface StoredDocument<T> {
  readonly id: string;
  readonly value: T;
  /** Starts at 1, grows by 1 with each write. */
  readonly version: number;
  readonly updatedMs: number;
}

/**
 * Small JSON documents by collection and id. Every key is scoped by the context's organisation and data source, so
 * that one organisation can never read another's. Values come back as JSON gives them: what is `undefined` is left
 * out, a number that is not finite is `null`. Sizes are bounded by `limits.ts`.
 */
export interface DocumentStore {
  get<T>(ctx: Context, collection: string, id: string): Promise<StoredDocument<T> | undefined>;
  /**
   * Writes a document. `expectedVersion` 0 means "must not exist yet", a positive number "must be at this version",
   * `undefined` "whatever is there"; a mismatch throws `conflict`.
   */
  put<T>(ctx: Context, collection: string, id: string, value: T, expectedVersion?: number): Promise<StoredDocument<T>>;
  /** Whether there was something to delete. */
  delete(ctx: Context, collection: string, id: string): Promise<boolean>;
  /**
   * Documents of a collection ordered by the UTF-8 bytes of their id, `after` an id (exclusive), at most `limit`. What
   * cannot be read as it was written is left out, logged, and told to `onDamaged` by its id.
   */
  list<T>(
    ctx: Context,
    collection: string,
    options: { after?: string; limit: number; onDamaged?: (id: string) => void }
  ): Promise<readonly StoredDocument<T>[]>;
}
