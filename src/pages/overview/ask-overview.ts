import { askForecast } from '../../shared/api/forecast-api.ts';
import { type EngineError, toEngineError } from '../../shared/api/engine-error.ts';
import { askHealth, type HealthAnswer } from '../../shared/api/health-api.ts';
import { type AdviceList, listRecommendations } from '../../shared/api/recommendation-api.ts';
import { EXAMPLE_SIGNALS, type ExampleSignal } from '../../shared/forecast/example-signals.ts';
import { type Outlook, toOutlooks } from '../../shared/forecast/outlooks.ts';

/** A data source to look at; a new object asks again. */
export interface OverviewCall {
  readonly sourceUid: string;
  readonly nowMs: number;
}

/** A signal with the outlook of each of its series, or why there is none. */
export interface SignalOutlooks {
  readonly signal: ExampleSignal;
  readonly outlooks: readonly Outlook[];
  readonly error?: EngineError;
}

/** Everything that the page shows. */
export interface Overview {
  readonly nowMs: number;
  readonly signals: readonly SignalOutlooks[];
  readonly health: HealthAnswer | undefined;
  /** Missing where they could not be read; a run may not have been asked for yet. */
  readonly advice: AdviceList | undefined;
}

export const HORIZON = '7d';
const HORIZON_MS = 7 * 86_400_000;

/** The usual signals that have a capacity, each forecast. A signal that fails leaves the others alone. */
export async function askOverview({ sourceUid, nowMs }: OverviewCall, abort: AbortSignal): Promise<Overview> {
  const range = { fromMs: nowMs - HORIZON_MS, toMs: nowMs };
  const outlooksOf = async (signal: ExampleSignal): Promise<SignalOutlooks> => {
    const { expr, capacity, direction } = signal.query;
    const query = { expr, capacity, direction, horizon: HORIZON, ...signal.bounds };
    try {
      return { signal, outlooks: toOutlooks(await askForecast({ sourceUid, range, query }, abort)) };
    } catch (thrown) {
      return { signal, outlooks: [], error: toEngineError(thrown) };
    }
  };
  const limited = EXAMPLE_SIGNALS.filter(({ query }) => query.capacity !== '');
  const [signals, health, advice] = await Promise.all([
    Promise.all(limited.map(outlooksOf)),
    askHealth({ sourceUid }, abort).catch(() => undefined),
    listRecommendations({ sourceUid }, abort).catch(() => undefined),
  ]);
  return { nowMs, signals, health, advice };
}
