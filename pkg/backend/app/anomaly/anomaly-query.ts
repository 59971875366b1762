import type { AnomalyQuery, BaselineQuery } from '#contract/anomaly-query.ts';
import type { AnomalyFeedback, AnomalyFeedbackResponse } from '#contract/anomaly-rest.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { TimeRange } from '#contract/rest.ts';
import type { DetectOutcome } from '#model/anomaly/types.ts';
import type { Interval } from '#model/series/exclusions.ts';
import { authorize, type Context } from '../context.ts';
import type { Source } from '../forecast-signal.ts';
import type { GridSeries, Labels } from '../ports/series-reader.ts';
import { requireRange } from '../range.ts';
import { nameSeries } from '../series-names.ts';
import { type DetectDeps, type DetectFields, detectSignal } from './detect-signal.ts';
import {
  acceptedIn,
  type Feedback,
  feedbackAnswer,
  type FeedbackDeps,
  feedbackOn,
  saveFeedback,
  versionOf,
} from './feedback.ts';
import { type DetectPlan, planDetect } from './plan.ts';
import { thresholdScore } from './threshold.ts';

/** What anomaly queries need from the engine. */
export type AnomalyDeps = DetectDeps & FeedbackDeps;

/** One series of an answer. */
export interface SeriesAnomalies {
  /** Unique within the answer. */
  readonly name: string;
  readonly labels: Labels;
  readonly history: GridSeries;
  readonly outcome: DetectOutcome;
  /** Stretches that people called normal. */
  readonly accepted: readonly Interval[];
}

/** The answer to an anomaly or a baseline query; what was asked for is the part of each history from the plan on. */
export interface AnomalyAnswer {
  readonly plan: DetectPlan;
  readonly series: readonly SeriesAnomalies[];
  readonly feedback: readonly Feedback[];
  readonly notices: readonly string[];
}

/** Bands of an anomaly's baseline: what is usual, and what is hardly ever left. */
const LEVELS: readonly number[] = [95, 99];

/** Answers an anomaly query for a dashboard, a rule, the REST API or the command line: one path for all. */
export async function runAnomalyQuery(
  ctx: Context,
  source: Source,
  deps: AnomalyDeps,
  query: AnomalyQuery,
  range: TimeRange
): Promise<AnomalyAnswer> {
  requireRange(range);
  return judged(ctx, source, deps, query, range);
}

/** Answers a baseline query: what is usual, and nothing is judged. */
export async function runBaselineQuery(
  ctx: Context,
  source: Source,
  deps: AnomalyDeps,
  query: BaselineQuery,
  range: TimeRange
): Promise<AnomalyAnswer> {
  requireRange(range);
  return answer(ctx, source, deps, { ...query, ...UNJUDGED }, range, query);
}

const UNJUDGED = {
  detectors: [],
  direction: 'both',
  threshold: 'emergency',
  sensitivity: { info: 0, warning: 0, critical: 0, emergency: 0 },
  minDeviation: 0,
  minRelativeDeviation: 0,
  minDuration: 0,
} as const satisfies Partial<DetectFields>;

function judged(ctx: Context, source: Source, deps: AnomalyDeps, query: AnomalyQuery, range: TimeRange) {
  return answer(ctx, source, deps, { ...query, levels: LEVELS }, range, query);
}

async function answer(
  ctx: Context,
  source: Source,
  deps: AnomalyDeps,
  fields: DetectFields,
  range: TimeRange,
  query: Pick<AnomalyQuery, 'step' | 'trainingWindow' | 'legendFormat'>
): Promise<AnomalyAnswer> {
  authorize(ctx, 'anomaly.read');
  const plan = planDetect(query, range, deps.clock.now());
  const feedback = await feedbackOn(ctx, deps.documents, fields.expr);
  const of = (labels: Labels) => acceptedIn(feedback, labels);
  const found = await detectSignal(ctx, source, deps, fields, plan, { of, version: versionOf(feedback) });
  const names = nameSeries(
    found.series.map(({ history }) => history.labels),
    query.legendFormat,
    fields.expr
  );
  return {
    plan,
    feedback,
    notices: found.notices,
    series: found.series.map(({ history, outcome }, i) => ({
      name: names[i] ?? fields.expr,
      labels: history.labels,
      history,
      outcome,
      accepted: of(history.labels),
    })),
  };
}

/** Takes feedback on an anomaly under an id, once however often it is given, and tells what it changes for its series. */
export async function giveFeedback(
  ctx: Context,
  source: Source,
  deps: AnomalyDeps,
  given: AnomalyFeedback,
  id: string
): Promise<AnomalyFeedbackResponse> {
  authorize(ctx, 'anomaly.feedback');
  const nowMs = deps.clock.now();
  const range = { fromMs: given.startMs, toMs: nowMs };
  const found = await judged(ctx, source, deps, given.query, range);
  const series = found.series.find(
    ({ labels }) => JSON.stringify(sorted(labels)) === JSON.stringify(sorted(given.labels))
  );
  if (series?.outcome.kind !== 'detection') {
    throw new HeadroomError('not_found', 'The signal has no such series, or too little history of it.', {
      field: 'labels',
      remedy: 'Read the anomalies again.',
    });
  }
  const saved = await saveFeedback(ctx, deps, given, id);
  const { outcome, accepted } = series;
  const own = { startMs: given.startMs, endMs: given.endMs + 1 };
  const after = given.verdict === 'not-an-anomaly' ? [...accepted, own] : accepted;
  return feedbackAnswer(
    saved,
    thresholdScore(given.query, outcome, accepted),
    thresholdScore(given.query, outcome, after)
  );
}

function sorted(labels: Labels): [string, string][] {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}
