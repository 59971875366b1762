import type { Clock } from '../../app/ports/clock.ts';
import { malformed } from '../http/malformed.ts';
import type { ApiAnswer } from '../http/prometheus-api.ts';
import { unixSeconds, type Asking } from './query-calls.ts';

/** Labels that nothing has borne for this long are not offered. */
const LOOK_BACK_MS = 30 * 86_400_000;

/** Names of the labels in use during the last 30 days, of all series or of those that match a selector. */
export async function readLabelNames(
  asking: Asking,
  clock: Clock,
  match: string | undefined
): Promise<readonly string[]> {
  const answer = await asking.api.ask(asking.call, {
    endpoint: 'labels',
    path: '/api/v1/labels',
    params: labelParams(clock, match),
    mayPost: true,
    field: 'match',
  });
  return namesIn(answer);
}

/** Values of a label during the last 30 days, at most `limit`. */
export async function readLabelValues(
  asking: Asking,
  clock: Clock,
  label: string,
  match: string | undefined,
  limit: number
): Promise<readonly string[]> {
  const params = labelParams(clock, match);
  params.set('limit', String(limit));
  const answer = await asking.api.ask(asking.call, {
    endpoint: 'label_values',
    path: `/api/v1/label/${encodeURIComponent(label)}/values`,
    params,
    mayPost: false,
    field: match === undefined ? 'label' : 'match',
  });
  // Servers before Prometheus 2.54 do not know the limit.
  return namesIn(answer).slice(0, limit);
}

function labelParams(clock: Clock, match: string | undefined): URLSearchParams {
  const nowMs = clock.now();
  const params = new URLSearchParams({ start: unixSeconds(nowMs - LOOK_BACK_MS), end: unixSeconds(nowMs) });
  if (match !== undefined && match !== '') {
    params.set('match[]', match);
  }
  return params;
}

function namesIn({ data }: ApiAnswer): readonly string[] {
  // Some servers write null for an empty list.
  const list = data ?? [];
  if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) {
    throw malformed('data', 'is not a list of texts');
  }
  return list;
}
