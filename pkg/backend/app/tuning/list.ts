import { HeadroomError } from '#contract/errors.ts';
import type {
  RecommendationDetailJson,
  RecommendationJson,
  RecommendationsResponse,
} from '#contract/recommendations.ts';
import type { Recommendation } from '#model/tuning/types.ts';
import { authorize, type Context } from '../context.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { type Advice, loadAdvice } from './advice.ts';
import { type DecisionDeps, readStandings, type Standing } from './decisions.ts';
import { outputsOf } from './outputs.ts';
import { readRunState } from './runs.ts';

/** What reading advice needs from the engine. */
export interface AdviceDeps extends DecisionDeps {
  readonly blobs: BlobStore;
}

/** The newest advice with what people decided on it, most worthwhile first. */
export async function listRecommendations(ctx: Context, deps: AdviceDeps): Promise<RecommendationsResponse> {
  authorize(ctx, 'recommendation.read');
  const [advice, run, standing] = await Promise.all([
    loadAdvice(ctx, deps.blobs),
    readRunState(ctx, deps.documents),
    readStandings(ctx, deps),
  ]);
  const { madeMs, historyMs, currency, leastSaving = 0, lacking } = advice ?? NO_ADVICE;
  const recommendations = (advice ?? NO_ADVICE).recommendations.map((one) => recommendationToJson(one, standing(one)));
  return {
    madeMs,
    historyMs,
    ...(run.progress === undefined ? {} : { running: run.progress }),
    ...(run.failure === undefined ? {} : { failure: run.failure }),
    recommendations,
    leastSaving,
    totals: totalsOf(recommendations, currency),
    lacking,
  };
}

const NO_ADVICE = { madeMs: null, historyMs: 0, currency: '', leastSaving: 0, lacking: [], recommendations: [] };

/** Rejected and snoozed ones do not count: nobody is going to apply them. */
function totalsOf(all: readonly RecommendationJson[], currency: string): RecommendationsResponse['totals'] {
  const open = all.filter(
    ({ outcome, state }) => outcome === 'change' && (state === 'proposed' || state === 'approved')
  );
  return {
    changes: open.length,
    savingPerMonth: open.reduce((sum, { cost }) => sum + cost.saving, 0),
    extraPerMonth: open.reduce((sum, { cost }) => sum + cost.extra, 0),
    reliability: open.filter(({ purpose }) => purpose === 'reliability').length,
    currency,
  };
}

/** One recommendation with the use behind it and its outputs; throws `not_found`. */
export async function readRecommendation(
  ctx: Context,
  deps: AdviceDeps,
  id: string
): Promise<RecommendationDetailJson> {
  authorize(ctx, 'recommendation.read');
  const { advice, one } = await requireRecommendation(ctx, deps.blobs, id);
  const standing = await readStandings(ctx, deps);
  const usage = advice.usage[id];
  return {
    ...recommendationToJson(one, standing(one)),
    usage: {
      startMs: usage?.startMs ?? advice.madeMs,
      stepMs: usage?.stepMs ?? 1,
      values: (usage?.values ?? []).map(orNull),
    },
    outputs: outputsOf([one]),
  };
}

/** A recommendation of the newest advice; throws `not_found`. */
export async function requireRecommendation(
  ctx: Context,
  blobs: BlobStore,
  id: string
): Promise<{ readonly advice: Advice; readonly one: Recommendation }> {
  const advice = await loadAdvice(ctx, blobs);
  const one = advice?.recommendations.find((candidate) => candidate.id === id);
  if (advice === undefined || one === undefined) {
    throw new HeadroomError('not_found', 'There is no such recommendation.', {
      field: 'id',
      remedy: 'The object may be gone. Read the list again.',
    });
  }
  return { advice, one };
}

function recommendationToJson(one: Recommendation, standing: Standing): RecommendationJson {
  const { cost, replays } = one;
  return {
    ...one,
    cost: { ...cost, before: orNull(cost.before), after: orNull(cost.after) },
    replays: replays.map((replay) => ({
      ...replay,
      headroom: orNull(replay.headroom),
      costPerMonth: orNull(replay.costPerMonth),
    })),
    ...standing,
  };
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
