import { alertPreviewSchema } from '#contract/alert-preview.ts';
import { parseDuration } from '#contract/duration.ts';
import { type SourcedQuery, toDataQuery } from './data-query.ts';
import type { BreachKind } from './breach-words.ts';

/** When a rule on a breach fires. */
export interface AlertChoice {
  /** Chance of a breach, in percent, above which it fires. */
  readonly thresholdPercent: number;
  /** The breach is to come within this duration. */
  readonly within: string;
  /** How long the chance has to stay above the threshold. */
  readonly pending: string;
}

export const DEFAULT_ALERT: AlertChoice = { thresholdPercent: 80, within: '4d', pending: '5m' };

const DAY = 86_400_000;
const RANGE_SECONDS = 3_600;
const EXPRESSION = '__expr__';

const OUTCOMES: Record<BreachKind, string> = {
  full: 'full',
  'at-capacity': 'at its capacity',
  below: 'below its limit',
};

/** What is wrong with the window; `undefined` when nothing is. */
export function withinError({ within }: AlertChoice, horizon: string | undefined): string | undefined {
  const ms = parseDuration(within);
  if (ms === undefined || ms < 60_000) {
    return 'Enter a duration of a minute or more, such as 4d.';
  }
  return ms > (parseDuration(horizon ?? '7d') ?? 0) ? `At most the horizon, ${horizon ?? '7d'}.` : undefined;
}

/** The breach query that a rule evaluates: a number from 0 to 1 a series. */
export function alertQuery({ sourceUid, fields }: SourcedQuery, { within }: AlertChoice) {
  const { levels: _levels, ...signal } = fields;
  return { ...toDataQuery({ sourceUid, fields: signal }, 'breach'), measure: 'probability', within };
}

/** The rule as the engine replays it. */
export function previewRequest(
  { sourceUid, fields }: SourcedQuery,
  { thresholdPercent, within, pending }: AlertChoice
) {
  const { levels: _levels, ...signal } = fields;
  const query = { ...signal, measure: 'probability' as const, within };
  return { sourceUid, body: { query, threshold: thresholdPercent / 100, for: pending } };
}

/** What is wrong with the pending period; `undefined` when nothing is. */
export function pendingError({ pending }: AlertChoice): string | undefined {
  const parsed = alertPreviewSchema.shape.for.safeParse(pending);
  return parsed.error?.issues[0]?.message;
}

/** The values with which Grafana's rule editor opens. */
export function ruleDefaults(query: SourcedQuery, choice: AlertChoice, about: { title: string; kind: BreachKind }) {
  const relativeTimeRange = { from: RANGE_SECONDS, to: 0 };
  const likely = `likely to be ${OUTCOMES[about.kind]} within ${inWords(choice.within)}`;
  return {
    type: 'grafana',
    name: `${about.title}: ${likely}`,
    queries: [
      {
        refId: 'A',
        datasourceUid: query.sourceUid,
        queryType: 'breach',
        relativeTimeRange,
        model: alertQuery(query, choice),
      },
      { refId: 'B', datasourceUid: EXPRESSION, queryType: '', relativeTimeRange, model: threshold(choice) },
    ],
    condition: 'B',
    evaluateFor: choice.pending,
    // A series that is gone is well; one that cannot be read now is not well because of that.
    noDataState: 'KeepLast',
    execErrState: 'Error',
    labels: [{ key: 'severity', value: 'warning' }],
    annotations: [
      { key: 'summary', value: `${about.title} is ${likely}` },
      { key: 'description', value: `The predicted chance is {{ humanizePercentage $values.A.Value }}.` },
    ],
  };
}

function threshold({ thresholdPercent }: AlertChoice) {
  return {
    refId: 'B',
    datasource: { type: EXPRESSION, uid: EXPRESSION },
    type: 'threshold',
    expression: 'A',
    conditions: [{ type: 'query', evaluator: { type: 'gt', params: [thresholdPercent / 100] } }],
  };
}

function inWords(duration: string): string {
  const days = (parseDuration(duration) ?? 0) / DAY;
  return Number.isInteger(days) && days > 0 ? `${days} day${days === 1 ? '' : 's'}` : duration;
}
