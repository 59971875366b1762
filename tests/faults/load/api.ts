import type { Outcome } from './book.ts';

/** What came of a request. */
export interface Reply {
  readonly outcome: Outcome;
  /** 0 without an answer. */
  readonly status: number;
  readonly body: unknown;
}

/** Longer than any deadline of the engine. */
const PATIENCE_MS = 75_000;

/** Asks routes below `v1/` of a source, and tells apart what was refused and what had no answer. */
export function createApi(url: string, source = 'lab') {
  return async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply> => {
    try {
      const response = await fetch(`${url}/api/sources/${source}/v1/${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const outcome = response.ok ? 'acknowledged' : 'refused';
      return { outcome, status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch (thrown) {
      return { outcome: neverArrived(thrown) ? 'refused' : 'unknown', status: 0, body: undefined };
    }
  };
}

export type Api = ReturnType<typeof createApi>;

function neverArrived(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
