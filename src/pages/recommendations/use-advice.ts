import { useCallback, useMemo, useState } from 'react';
import type { EngineError } from '../../shared/api/engine-error.ts';
import {
  type AdviceCall,
  type AdviceList,
  listRecommendations,
  runAdvice,
} from '../../shared/api/recommendation-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { type Command, useCommand } from '../../shared/api/use-command.ts';
import { usePolling } from '../../shared/api/use-polling.ts';

/** The recommendations of a data source, and how to look again. */
export interface Advice {
  readonly list: AdviceList | undefined;
  readonly error: EngineError | undefined;
  readonly isRunning: boolean;
  /** Reads the list anew. */
  readonly again: () => void;
  /** Starts a run over the whole cluster. */
  readonly look: () => void;
  readonly command: Command;
}

const BUSY_MS = 1_500;

/** Reads the recommendations, and as long as a run is under way again and again. */
export function useAdvice(sourceUid: string): Advice {
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  const call = useMemo((): AdviceCall & { asked: number } => ({ sourceUid, asked }), [sourceUid, asked]);
  const { answer, error } = useAnswer(call, listRecommendations);
  const command = useCommand();
  const isRunning = answer?.running !== undefined;
  usePolling(isRunning, BUSY_MS, again);
  return {
    list: answer,
    error,
    isRunning: isRunning || command.isRunning,
    again,
    look: () => command.run(() => runAdvice(sourceUid, {}).then(again)),
    command,
  };
}
