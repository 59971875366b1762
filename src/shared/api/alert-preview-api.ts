import type { z } from 'zod';
import type { AlertPreviewResponse, alertPreviewSchema } from '#contract/alert-preview.ts';
import { askEngine } from '../host/engine-request.ts';

/** How far a replay has come. */
export interface ReplayProgress {
  /** From 0 to 1. */
  readonly share: number;
  /** Time that it will take still, as fast as it went so far; `undefined` before anything is done. */
  readonly leftMs: number | undefined;
}

/** A rule to replay over the last days. */
export interface AlertPreviewCall {
  readonly sourceUid: string;
  readonly body: z.input<typeof alertPreviewSchema>;
  /** Told after each part of a replay that takes long; never of one that is answered at once. */
  readonly onProgress: (progress: ReplayProgress) => void;
}

/**
 * Replays a rule; a long replay is asked for again until it is complete. Whoever stops asking stops the replay.
 *
 * @throws EngineError
 */
export async function askAlertPreview(call: AlertPreviewCall, signal: AbortSignal): Promise<AlertPreviewResponse> {
  const { sourceUid, body, onProgress } = call;
  const request = { sourceUid, path: 'v1/alert-preview', method: 'POST', body, signal } as const;
  const startedMs = performance.now();
  for (;;) {
    const answer = await askEngine<AlertPreviewResponse>(request);
    if (answer.complete || signal.aborted) {
      return answer;
    }
    const { done, total } = answer.progress;
    const share = total === 0 ? 0 : done / total;
    onProgress({ share, leftMs: share === 0 ? undefined : ((performance.now() - startedMs) * (1 - share)) / share });
  }
}
