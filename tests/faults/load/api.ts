import type { Outcome } from './book.ts';

/** What came of a request. */
export interface Reply {
  readonly outcome: Outcome;
  /** 0 without an answer. */
  readonly status: number;
  readonly body: unknown;
}

/** Where an engine is asked, and who asks. */
export interface EngineDoor {
  readonly addressOf: (source: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The engine as a service. */
export function serviceDoor(url: string): EngineDoor {
  return { addressOf: (source) => `${url}/api/sources/${source}` };
}

/** The engine behind Grafana's resource calls. */
export function grafanaDoor(url: string, token: string): EngineDoor {
  return {
    addressOf: (source) => `${url}/api/datasources/uid/${source}/resources`,
    headers: { authorization: `Bearer ${token}` },
  };
}

/** Longer than any deadline of the engine. */
const PATIENCE_MS = 75_000;

/** Asks routes below `v1/` of a source, and tells apart what was refused and what had no answer. */
export function createApi(door: EngineDoor, source = 'lab') {
  return async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply> => {
    try {
      const response = await fetch(`${door.addressOf(source)}/v1/${path}`, {
        method,
        headers: { ...door.headers, ...headers },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { ok, status } = response;
      const text = await response.text();
      const said: unknown = text === '' ? undefined : JSON.parse(text);
      if (ok) {
        return { outcome: 'acknowledged', status, body: said };
      }
      return isOfEngine(said) ? { outcome: 'refused', status, body: said } : NO_ANSWER;
    } catch (thrown) {
      return neverArrived(thrown) ? { ...NO_ANSWER, outcome: 'refused' } : NO_ANSWER;
    }
  };
}

export type Api = ReturnType<typeof createApi>;

/** Nobody knows what became of the request. */
const NO_ANSWER: Reply = { outcome: 'unknown', status: 0, body: undefined };

/** Whether an error is the engine's: a Grafana whose engine is not there answers by itself. */
function isOfEngine(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object';
}

function neverArrived(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
