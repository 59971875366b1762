import { useEffect, useState } from 'react';
import { type EngineError, toEngineError } from './engine-error.ts';

/** How far a question has come; while another one is on its way, the previous answer stays. */
export interface AnswerState<A> {
  readonly isLoading: boolean;
  readonly answer: A | undefined;
  /** What has come of the answer that is on its way, when it comes in parts. */
  readonly part: A | undefined;
  readonly error: EngineError | undefined;
}

/** Asks something; an answer that comes in parts tells how far it is. */
type Ask<C, A> = (call: C, abort: AbortSignal, onPart: (answer: A) => void) => Promise<A>;

interface Settled<C, A> {
  readonly call: C;
  readonly answer?: A;
  readonly error?: EngineError;
}

/** Asks whenever the call is another object; `undefined` asks for nothing. `ask` must stay the same function. */
export function useAnswer<C, A>(call: C | undefined, ask: Ask<C, A>): AnswerState<A> {
  const [settled, setSettled] = useState<Settled<C, A>>();
  const [arrived, setArrived] = useState<Settled<C, A>>();
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
    const arrive = (answer: A) => {
      if (!abort.signal.aborted) {
        setArrived({ call, answer });
      }
    };
    ask(call, abort.signal, arrive).then(
      (answer) => settle({ answer }),
      (thrown: unknown) => settle({ error: toEngineError(thrown) })
    );
    return () => abort.abort();
  }, [call, ask]);
  if (call === undefined) {
    return { isLoading: false, answer: undefined, part: undefined, error: undefined };
  }
  const isLoading = settled?.call !== call;
  return {
    isLoading,
    answer: settled?.answer,
    part: isLoading && arrived?.call === call ? arrived.answer : undefined,
    error: isLoading ? undefined : settled?.error,
  };
}
