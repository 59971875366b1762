import { useEffect, useState } from 'react';
import { askForecast, type ForecastAnswer, type ForecastCall } from '../../shared/api/forecast-api.ts';
import { type EngineError, toEngineError } from '../../shared/api/engine-error.ts';

/** How far a forecast has come; while another one is on its way, the previous answer stays. */
export interface ForecastState {
  readonly isLoading: boolean;
  readonly answer: ForecastAnswer | undefined;
  readonly error: EngineError | undefined;
}

interface Settled {
  readonly call: ForecastCall;
  readonly answer?: ForecastAnswer;
  readonly error?: EngineError;
}

/** Asks for the forecast whenever the call is another object; `undefined` asks for nothing. */
export function useForecast(call: ForecastCall | undefined): ForecastState {
  const [settled, setSettled] = useState<Settled>();
  useEffect(() => {
    if (call === undefined) {
      return;
    }
    const abort = new AbortController();
    const settle = (outcome: Omit<Settled, 'call'>) => {
      if (!abort.signal.aborted) {
        setSettled({ call, ...outcome });
      }
    };
    askForecast(call, abort.signal).then(
      (answer) => settle({ answer }),
      (thrown: unknown) => settle({ error: toEngineError(thrown) })
    );
    return () => abort.abort();
  }, [call]);
  if (call === undefined) {
    return { isLoading: false, answer: undefined, error: undefined };
  }
  const isLoading = settled?.call !== call;
  return { isLoading, answer: settled?.answer, error: isLoading ? undefined : settled?.error };
}
