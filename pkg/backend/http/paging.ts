import type { Context as RouteContext } from 'hono';
import type * as z from 'zod';
import { HeadroomError } from '#contract/errors.ts';
import type { RouteEnv } from './route-env.ts';

/** What a list route is asked for. */
export interface Asked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Some entries of a list, and the cursor of those after them; `undefined`: there are none. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
}

/**
 * A page of a list that is there as a whole. A cursor names the last entry of the page before by its place in the
 * order, not by its number: entries that come or go meanwhile make no other one come twice or be missed.
 *
 * @param keyOf the place of an entry, which `schema` reads back from a cursor
 * @param compare orders places as the list is ordered
 */
export function pageOf<T, K>(
  list: readonly T[],
  { limit, cursor }: Asked,
  { schema, keyOf, compare }: { schema: z.ZodType<K>; keyOf: (item: T) => K; compare: (a: K, b: K) => number }
): Page<T> {
  const after = readCursor(schema, cursor);
  const rest = after === undefined ? list : list.filter((item) => compare(keyOf(item), after) > 0);
  return firstOf(rest, limit, keyOf);
}

/** The first entries of what is left, of which one more than `limit` is enough. */
export function firstOf<T>(rest: readonly T[], limit: number, keyOf: (item: T) => unknown): Page<T> {
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rest.length > limit && last !== undefined ? cursorOf(keyOf(last)) : undefined };
}

/** What a cursor names; throws `invalid_argument` for what no answer has given. */
export function readCursor<K>(schema: z.ZodType<K>, cursor: string | undefined): K | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const parsed = schema.safeParse(decoded(cursor));
  if (!parsed.success) {
    throw new HeadroomError('invalid_argument', 'The cursor is none of this list.', {
      field: 'cursor',
      remedy: 'Take nextCursor of the page before, or leave it out for the first page.',
    });
  }
  return parsed.data;
}

/** Fields of an answer that tell of the next page; the header `Link` tells the same. */
export function nextPage(c: RouteContext<RouteEnv>, { nextCursor }: Page<unknown>): { readonly nextCursor?: string } {
  if (nextCursor === undefined) {
    return {};
  }
  // Relative to the address that was asked, since each door has the routes elsewhere.
  c.header('Link', `<?${new URLSearchParams({ ...c.req.query(), cursor: nextCursor }).toString()}>; rel="next"`);
  return { nextCursor };
}

function cursorOf(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
