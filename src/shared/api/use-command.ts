import { useState } from 'react';
import { type EngineError, toEngineError } from './engine-error.ts';

/** Something that is asked of the engine on a click. */
export interface Command {
  readonly isRunning: boolean;
  readonly error: EngineError | undefined;
  /** Runs one after the other; a failure is kept until the next run or until it is dismissed. */
  readonly run: (work: () => Promise<void>) => void;
  readonly dismiss: () => void;
}

/** Runs what is asked for and keeps why it failed. */
export function useCommand(): Command {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<EngineError>();
  const run = (work: () => Promise<void>) => {
    setRunning(true);
    setError(undefined);
    work()
      .catch((thrown: unknown) => setError(toEngineError(thrown)))
      .finally(() => setRunning(false));
  };
  return { isRunning, error, run, dismiss: () => setError(undefined) };
}
