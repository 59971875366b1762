import type { z } from 'zod';
import type { AlertPreviewResponse, alertPreviewSchema } from '#contract/alert-preview.ts';
import { askEngine } from '../host/engine-request.ts';

/** A rule to replay over the last days. */
export interface AlertPreviewCall {
  readonly sourceUid: string;
  readonly body: z.input<typeof alertPreviewSchema>;
  /** Told the share, from 0 to 1, that has been replayed. */
  readonly onProgress: (share: number) => void;
}

/**
 * Replays a rule; a long replay is asked for again until it is complete.
 *
 * @throws EngineError
 */
export async function askAlertPreview(call: AlertPreviewCall, signal: AbortSignal): Promise<AlertPreviewResponse> {
  const { sourceUid, body, onProgress } = call;
  onProgress(0);
  for (;;) {
    const answer = await askEngine<AlertPreviewResponse>({
      sourceUid,
      path: 'v1/alert-preview',
      method: 'POST',
      body,
      signal,
    });
    if (answer.complete) {
      return answer;
    }
    const { done, total } = answer.progress;
    onProgress(total === 0 ? 0 : done / total);
  }
}
