import type { Clock } from '../../app/ports/clock.ts';
import type { SourceStatus } from '../../app/ports/series-reader.ts';
import { isRecord } from '../http/json.ts';
import type { ApiRequest } from '../http/prometheus-api.ts';
import { queryInstant, withSignal, type Asking } from './query-calls.ts';
import { readVector } from './query-result.ts';

/** What is nice to know must not hold a health check up. */
const OPTIONAL_TIMEOUT_MS = 3_000;
/** The `Date` header has whole seconds, and the answer has been under way. */
const DATE_TOLERANCE_MS = 1_500;

/**
 * Proves that queries work, which is all that every Prometheus-compatible server can do; then asks what only some
 * tell. Throws what a query throws; what is optional is left out when it fails.
 */
export async function checkSource(asking: Asking, clock: Clock): Promise<SourceStatus> {
  const clockSkewMs = await measureSkew(asking, clock);
  const [build, head] = await Promise.all([
    optional(asking, 'buildinfo', '/api/v1/status/buildinfo', new URLSearchParams()),
    optional(asking, 'tsdb_status', '/api/v1/status/tsdb', new URLSearchParams({ limit: '1' })),
  ]);
  const version = isRecord(build) ? build['version'] : undefined;
  const stats = isRecord(head) ? head['headStats'] : undefined;
  const headSeries = isRecord(stats) ? stats['numSeries'] : undefined;
  return {
    version: typeof version === 'string' && version !== '' ? version.slice(0, 100) : undefined,
    clockSkewMs,
    headSeries: typeof headSeries === 'number' && Number.isFinite(headSeries) ? headSeries : undefined,
  };
}

/** Source clock minus ours at the middle of the exchange. */
async function measureSkew(asking: Asking, clock: Clock): Promise<number | undefined> {
  const sentMs = clock.now();
  const { data, dateMs } = await queryInstant(asking, 'time()');
  const middleMs = (sentMs + clock.now()) / 2;
  const toldMs = (readVector(data)[0]?.value ?? NaN) * 1_000;
  // The header is cut to the second: on average it is half a second old.
  const headerMs = dateMs + 500;
  // Some servers evaluate in the past on purpose, so that the header is closer to their clock.
  const isTimely = Number.isNaN(headerMs) || Math.abs(toldMs - headerMs) <= DATE_TOLERANCE_MS;
  const skewMs = (isTimely ? toldMs : headerMs) - middleMs;
  return Number.isFinite(skewMs) ? Math.round(skewMs) + 0 : undefined;
}

async function optional(
  asking: Asking,
  endpoint: ApiRequest['endpoint'],
  path: string,
  params: URLSearchParams
): Promise<unknown> {
  const signal = AbortSignal.any([asking.call.signal, AbortSignal.timeout(OPTIONAL_TIMEOUT_MS)]);
  const hurried = withSignal(asking, signal);
  try {
    const answer = await asking.api.ask(hurried.call, { endpoint, path, params, mayPost: false, field: 'url' });
    return answer.data;
  } catch {
    asking.call.signal.throwIfAborted();
    return undefined;
  }
}
