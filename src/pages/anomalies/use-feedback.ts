import { useState } from 'react';
import type { AnomalyFeedback, AnomalyFeedbackResponse } from '#contract/anomaly-rest.ts';
import { giveFeedback, undoFeedback } from '../../shared/api/anomaly-api.ts';
import { type Command, useCommand } from '../../shared/api/use-command.ts';
import type { Incident } from './incidents.ts';

/** What people say of incidents, and what the engine made of the last saying. */
export interface Feedback {
  readonly command: Command;
  readonly said: AnomalyFeedbackResponse | undefined;
  readonly give: (incident: Incident, verdict: AnomalyFeedback['verdict']) => void;
  readonly undo: (id: string) => void;
  readonly dismiss: () => void;
}

/** Gives feedback and takes it back; `onChanged` asks for the anomalies anew. */
export function useFeedback(sourceUid: string, onChanged: () => void): Feedback {
  const command = useCommand();
  const [said, setSaid] = useState<AnomalyFeedbackResponse>();
  return {
    command,
    said,
    give: ({ signal, series, anomaly }, verdict) =>
      command.run(async () => {
        const { startMs, endMs } = anomaly;
        const body = { query: signal.query, labels: series.labels, startMs, endMs, verdict };
        setSaid(await giveFeedback(sourceUid, body));
        onChanged();
      }),
    undo: (id) =>
      command.run(async () => {
        await undoFeedback(sourceUid, id);
        setSaid(undefined);
        onChanged();
      }),
    dismiss: () => setSaid(undefined),
  };
}
