import type { AnomaliesResponse, WatchedSignalJson } from '#contract/anomaly-rest.ts';
import { askAnomalies, listWatched } from '../../shared/api/anomaly-api.ts';
import { type EngineError, toEngineError } from '../../shared/api/engine-error.ts';

/** What the page asks: all watched signals of a source within a range; a new object asks again. */
export interface PageCall {
  readonly sourceUid: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** One signal with its answer, or why there is none; without either it has not been answered yet. */
export interface SignalAnswer {
  readonly signal: WatchedSignalJson;
  readonly answer?: AnomaliesResponse;
  readonly error?: EngineError;
}

/** Everything on the page. */
export interface PageAnswer extends PageCall {
  readonly signals: readonly SignalAnswer[];
}

/** More at once would only slow one another, and the first would come no sooner than the last. */
const AT_ONCE = 2;

/**
 * Asks for the watched signals and what is unusual in each; one that fails takes no other with it.
 *
 * @param onPart hears of the page with every signal that has been answered
 */
export async function askPage(
  call: PageCall,
  abort: AbortSignal,
  onPart: (page: PageAnswer) => void
): Promise<PageAnswer> {
  const watched = await listWatched(call.sourceUid, abort);
  const signals: SignalAnswer[] = watched.map((signal) => ({ signal }));
  const waiting = [...watched.entries()];
  const askOneByOne = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, signal] = next;
      signals[at] = await askSignal(call, signal, abort);
      onPart({ ...call, signals: [...signals] });
    }
  };
  onPart({ ...call, signals: [...signals] });
  await Promise.all(Array.from({ length: AT_ONCE }, askOneByOne));
  return { ...call, signals };
}

/** Whether a signal has neither been answered nor failed yet. */
export function isWaiting({ answer, error }: SignalAnswer): boolean {
  return answer === undefined && error === undefined;
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
