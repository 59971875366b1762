import type { AnomaliesResponse, WatchedSignalJson } from '#contract/anomaly-rest.ts';
import { askAnomalies, listWatched } from '../../shared/api/anomaly-api.ts';
import { type EngineError, toEngineError } from '../../shared/api/engine-error.ts';

/** What the page asks: all watched signals of a source within a range; a new object asks again. */
export interface PageCall {
  readonly sourceUid: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** One signal with its answer, or why there is none. */
export interface SignalAnswer {
  readonly signal: WatchedSignalJson;
  readonly answer?: AnomaliesResponse;
  readonly error?: EngineError;
}

/** Everything on the page. */
export interface PageAnswer extends PageCall {
  readonly signals: readonly SignalAnswer[];
}

/** Asks for the watched signals and what is unusual in each; one that fails takes no other with it. */
export async function askPage(call: PageCall, abort: AbortSignal): Promise<PageAnswer> {
  const watched = await listWatched(call.sourceUid, abort);
  return { ...call, signals: await Promise.all(watched.map((signal) => askSignal(call, signal, abort))) };
}

async function askSignal(
  { sourceUid, fromMs, toMs }: PageCall,
  signal: WatchedSignalJson,
  abort: AbortSignal
): Promise<SignalAnswer> {
  try {
    const answer = await askAnomalies(sourceUid, { range: { fromMs, toMs }, query: signal.query }, abort);
    return { signal, answer };
  } catch (thrown) {
    return { signal, error: toEngineError(thrown) };
  }
}
