import type { z } from 'zod';
import type {
  decisionSchema,
  RecommendationDetailJson,
  recommendationRunSchema,
  RecommendationsResponse,
} from '#contract/recommendations.ts';
import { askEngine } from '../host/engine-request.ts';

/** The recommendations of a data source; a new object asks again. */
export interface AdviceCall {
  readonly sourceUid: string;
}

/** One recommendation; a new object asks again. */
export interface RecommendationCall extends AdviceCall {
  readonly id: string;
}

/** What to decide, as the engine reads it. */
export type DecisionBody = z.input<typeof decisionSchema>;

/** A form to take recommendations away in. */
export type ExportFormat = 'patch' | 'json' | 'markdown';

const PATH = 'v1/recommendations';

/** The recommendations as they stand at a moment. */
export interface AdviceList extends RecommendationsResponse {
  readonly nowMs: number;
}

/** @throws EngineError */
export async function listRecommendations({ sourceUid }: AdviceCall, signal: AbortSignal): Promise<AdviceList> {
  const response = await askEngine<RecommendationsResponse>({ sourceUid, path: PATH, signal });
  return { ...response, nowMs: Date.now() };
}

/** @throws EngineError */
export function readRecommendation(call: RecommendationCall, signal: AbortSignal): Promise<RecommendationDetailJson> {
  return askEngine({ sourceUid: call.sourceUid, path: `${PATH}/one?${query({ id: call.id })}`, signal });
}

/** Looks at the cluster again, in the background. @throws EngineError */
export function runAdvice(sourceUid: string, body: z.input<typeof recommendationRunSchema>): Promise<unknown> {
  return askEngine({ sourceUid, path: `${PATH}/run`, method: 'POST', body });
}

/** Decides at the version that was read. @throws EngineError */
export function decide(call: RecommendationCall, body: DecisionBody): Promise<RecommendationDetailJson> {
  const path = `${PATH}/decision?${query({ id: call.id })}`;
  return askEngine({ sourceUid: call.sourceUid, path, method: 'POST', body });
}

/** Those named as one text; none named: all that are approved. @throws EngineError */
export async function exportRecommendations(
  sourceUid: string,
  format: ExportFormat,
  ids: readonly string[]
): Promise<string> {
  const path = `${PATH}/export?${query({ format, ids: ids.join(',') })}`;
  const body = await askEngine<unknown>({ sourceUid, path });
  // The host reads a body that is JSON before it is handed over.
  return typeof body === 'string' ? body : `${JSON.stringify(body, null, 2)}\n`;
}

function query(params: Record<string, string>): string {
  return new URLSearchParams(params).toString();
}
