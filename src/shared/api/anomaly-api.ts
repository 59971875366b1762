import type { z } from 'zod';
import type {
  AnomaliesResponse,
  AnomalyFeedbackResponse,
  anomalyFeedbackSchema,
  anomalyRequestSchema,
  WatchedSignalInput,
  WatchedSignalJson,
} from '#contract/anomaly-rest.ts';
import { askEngine } from '../host/engine-request.ts';

const SIGNALS = 'v1/watched-signals';
const FEEDBACK = 'v1/anomaly-feedback';

/** @throws EngineError */
export async function listWatched(sourceUid: string, signal?: AbortSignal): Promise<readonly WatchedSignalJson[]> {
  const answer = await askEngine<{ signals: readonly WatchedSignalJson[] }>({ sourceUid, path: SIGNALS, signal });
  return answer.signals;
}

/** Watches a signal. @throws EngineError */
export function createWatched(sourceUid: string, body: WatchedSignalInput): Promise<WatchedSignalJson> {
  return askEngine({ sourceUid, path: SIGNALS, method: 'POST', body });
}

/** Replaces a watched signal at the version that was read. @throws EngineError */
export function changeWatched(
  sourceUid: string,
  { id, version }: Pick<WatchedSignalJson, 'id' | 'version'>,
  body: WatchedSignalInput
): Promise<WatchedSignalJson> {
  const path = `${SIGNALS}/${encodeURIComponent(id)}`;
  return askEngine({ sourceUid, path, method: 'PUT', body: { ...body, version } });
}

/** Watches a signal no more. @throws EngineError */
export function deleteWatched(sourceUid: string, id: string): Promise<unknown> {
  return askEngine({ sourceUid, path: `${SIGNALS}/${encodeURIComponent(id)}`, method: 'DELETE' });
}

/** Where the series of a signal leave their baselines within a range. @throws EngineError */
export function askAnomalies(
  sourceUid: string,
  body: z.input<typeof anomalyRequestSchema>,
  signal?: AbortSignal
): Promise<AnomaliesResponse> {
  return askEngine({ sourceUid, path: 'v1/anomalies', method: 'POST', body, signal });
}

/** Says what an anomaly was; the engine answers with what that changes. @throws EngineError */
export function giveFeedback(
  sourceUid: string,
  body: z.input<typeof anomalyFeedbackSchema>
): Promise<AnomalyFeedbackResponse> {
  return askEngine({ sourceUid, path: FEEDBACK, method: 'POST', body });
}

/** Takes feedback back. @throws EngineError */
export function undoFeedback(sourceUid: string, id: string): Promise<unknown> {
  return askEngine({ sourceUid, path: `${FEEDBACK}/${encodeURIComponent(id)}`, method: 'DELETE' });
}
