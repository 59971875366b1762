import { useEffect, useState } from 'react';
import { type EngineError, toEngineError } from './engine-error.ts';

/** How far a question has come; while another one is on its way, the previous answer stays. */
export interface AnswerState<A> {
  readonly isLoading: boolean;
  readonly answer: A | undefined;
  readonly error: EngineError | undefined;
}

interface Settled<C, A> {
  readonly call: C;
  readonly answer?: A;
  readonly error?: EngineError;
}

/** Asks whenever the call is another object; `undefined` asks for nothing. `ask` must stay the same function. */
export function useAnswer<C, A>(call: C | undefined, ask: (call: C, abort: AbortSignal) => Promise<A>): AnswerState<A> {
  const [settled, setSettled] = useState<Settled<C, A>>();
  useEffect(() => {
    if (call === undefined) {
      return;
    }
    const abort = new AbortController();
    const settle = (outcome: Omit<Settled<C, A>, 'call'>) => {
      if (!abort.signal.aborted) {
        setSettled({ call, ...outcome });
      }
    };
    ask(call, abort.signal).then(
      (answer) => settle({ answer }),
      (thrown: unknown) => settle({ error: toEngineError(thrown) })
    );
    return () => abort.abort();
  }, [call, ask]);
  if (call === undefined) {
    return { isLoading: false, answer: undefined, error: undefined };
  }
  const isLoading = settled?.call !== call;
  return { isLoading, answer: settled?.answer, error: isLoading ? undefined : settled?.error };
}
