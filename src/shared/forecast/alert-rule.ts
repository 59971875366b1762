import { alertPreviewSchema } from '#contract/alert-preview.ts';
import { parseDuration } from '#contract/duration.ts';
import { DATASOURCE_ID } from '#contract/ids.ts';
import { packQuery } from '#contract/packed-query.ts';
import { type AlertPlace, freeTitle } from './alert-place.ts';
import { literal, type SeriesLabels, seriesTemplate } from './alert-summary.ts';
import type { BreachKind } from './breach-words.ts';
import type { SourcedQuery } from './data-query.ts';

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
const EXPRESSION = { type: '__expr__', uid: '__expr__' } as const;

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

/** What is wrong with the pending period; `undefined` when nothing is. Grafana takes none, or an interval or more. */
export function pendingError({ pending }: AlertChoice, interval: string): string | undefined {
  const parsed = alertPreviewSchema.shape.for.safeParse(pending);
  if (!parsed.success) {
    return parsed.error.issues[0]?.message;
  }
  const isBetween = parsed.data > 0 && parsed.data < (parseDuration(interval) ?? 0);
  return isBetween ? `0s, or at least the evaluation interval, ${interval}.` : undefined;
}

/** The fields of the breach query that a rule evaluates: a number from 0 to 1 a series. */
export function alertFields({ fields }: SourcedQuery, { within }: AlertChoice) {
  const { levels: _levels, ...signal } = fields;
  return { ...signal, measure: 'probability' as const, within };
}

/** The rule as the engine replays it. */
export function previewRequest(query: SourcedQuery, choice: AlertChoice, interval: string) {
  const { thresholdPercent, pending } = choice;
  return {
    sourceUid: query.sourceUid,
    body: { query: alertFields(query, choice), threshold: thresholdPercent / 100, for: pending, interval },
  };
}

/** What a rule is about, in words. */
export interface AlertSubject {
  readonly title: string;
  readonly kind: BreachKind;
  /** The labels of every series that is known. */
  readonly labels: readonly SeriesLabels[];
}

/** The rule's name in a folder whose rules have these names. */
export function ruleTitle({ title, kind }: AlertSubject, choice: AlertChoice, taken: readonly string[]): string {
  return freeTitle(`${title}: ${likely(kind, choice)}`, taken);
}

/** The values with which Grafana's rule editor opens. */
export function ruleDefaults(
  query: SourcedQuery,
  choice: AlertChoice,
  subject: AlertSubject,
  place: AlertPlace & { title: string }
) {
  const series = seriesTemplate(subject.labels, query.fields.legendFormat ?? '');
  const who = [literal(subject.title), series].filter((part) => part !== '').join(': ');
  return {
    type: 'grafana',
    name: place.title,
    ...(place.folder === undefined ? {} : { folder: { kind: 'folder', ...place.folder }, group: place.group }),
    queries: ruleQueries(query, choice),
    condition: 'C',
    evaluateFor: choice.pending,
    // A series that is gone is well; one that cannot be read now is not well because of that.
    noDataState: 'KeepLast',
    execErrState: 'Error',
    // Labels decide who is told; a contact point would have to be chosen by hand.
    manualRouting: false,
    labels: [{ key: 'severity', value: 'warning' }],
    annotations: [
      { key: 'summary', value: `${who} is ${likely(subject.kind, choice)}` },
      { key: 'description', value: `The predicted chance is {{ humanizePercentage $values.B.Value }}.` },
    ],
  };
}

/** The query; its number, as Grafana's simple condition reads it; and the threshold. */
function ruleQueries(query: SourcedQuery, choice: AlertChoice) {
  const relativeTimeRange = { from: RANGE_SECONDS, to: 0 };
  const model = {
    refId: 'A',
    datasource: { type: DATASOURCE_ID, uid: query.sourceUid },
    queryType: 'breach',
    expression: packQuery(alertFields(query, choice)),
  };
  const ofExpression = (refId: string, fields: object) => ({
    refId,
    datasourceUid: EXPRESSION.uid,
    queryType: '',
    relativeTimeRange,
    model: { refId, datasource: EXPRESSION, ...fields, ...NO_DATA_QUERY },
  });
  const condition = (refId: string, evaluator: object) => ({
    type: 'query',
    evaluator,
    operator: { type: 'and' },
    query: { params: [refId] },
    reducer: { type: 'last', params: [] },
  });
  return [
    { refId: 'A', datasourceUid: query.sourceUid, queryType: 'breach', relativeTimeRange, model },
    ofExpression('B', { type: 'reduce', reducer: 'last', expression: 'A' }),
    ofExpression('C', {
      type: 'threshold',
      expression: 'B',
      conditions: [condition('C', { type: 'gt', params: [choice.thresholdPercent / 100] })],
    }),
  ];
}

/**
 * Grafana 12.3 reads every query of an address as one of data first, and drops the fields of an expression; it takes it
 * for an expression when this field is none of a data query's. Other versions take no notice of it.
 */
const NO_DATA_QUERY = { instant: null };

function likely(kind: BreachKind, { within }: AlertChoice): string {
  return `likely to be ${OUTCOMES[kind]} within ${inWords(within)}`;
}

function inWords(duration: string): string {
  const days = (parseDuration(duration) ?? 0) / DAY;
  return Number.isInteger(days) && days > 0 ? `${days} day${days === 1 ? '' : 's'}` : duration;
}
