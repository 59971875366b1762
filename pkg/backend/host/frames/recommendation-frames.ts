import type { RecommendationJson, RecommendationsQuery, RecommendationsResponse } from '#contract/recommendations.ts';
import { quantity } from '#model/tuning/amounts.ts';
import { objectName } from '#model/tuning/output/patch.ts';
import { emptyFrame } from './forecast-frames.ts';
import type { FieldValues, Frame, FrameField } from './frame.ts';
import { toNotices } from './notices.ts';

/**
 * Recommendations for a dashboard or a rule: one row each for people, else one number a namespace (and purpose), which
 * rules take without a reduce step. Rejected and snoozed ones are left out; what the query filters by is the namespace
 * and the purpose. Empty before the first run, and says so.
 */
export function recommendationFrame(
  answer: RecommendationsResponse,
  query: RecommendationsQuery,
  refId: string,
  fromAlert: boolean
): Frame {
  const rows = answer.recommendations.filter((one) => isAsked(one, query));
  const notices = noticesOf(answer);
  if (answer.madeMs === null) {
    return emptyFrame(refId, notices);
  }
  const measure = query.measure === 'table' && fromAlert ? 'count' : query.measure;
  return measure === 'table' ? tableFrame(rows, answer, refId, notices) : numericFrame(rows, measure, refId, notices);
}

function isAsked({ target, purpose, state }: RecommendationJson, { namespace, kinds }: RecommendationsQuery): boolean {
  const isOpen = state === 'proposed' || state === 'approved';
  return isOpen && (namespace === '' || target.namespace === namespace) && kinds.includes(purpose);
}

function noticesOf({ madeMs, failure, lacking }: RecommendationsResponse): string[] {
  return [
    ...(madeMs === null ? ['Nobody has asked for recommendations yet. Open Headroom → Recommendations.'] : []),
    ...(failure === undefined ? [] : [`The last run failed: ${failure}`]),
    ...lacking.map((sentence) => `Not found: ${sentence}`),
  ];
}

function tableFrame(
  rows: readonly RecommendationJson[],
  { totals }: RecommendationsResponse,
  refId: string,
  notices: readonly string[]
): Frame {
  const money = { unit: `currency${totals.currency}`, decimals: 2 };
  const fields: FrameField[] = [
    { name: 'Object', values: strings(rows.map(({ target }) => objectName(target))) },
    { name: 'Container', values: strings(rows.map(({ target }) => target.container ?? '')) },
    { name: 'Change', values: strings(rows.map(changeText)) },
    { name: 'Purpose', values: strings(rows.map(({ purpose }) => purpose)) },
    { name: 'Saving a month', config: money, values: numbers(rows.map(({ cost }) => cost.saving)) },
    { name: 'Extra cost a month', config: money, values: numbers(rows.map(({ cost }) => cost.extra)) },
    { name: 'Risk', values: strings(rows.map(({ risk }) => risk)) },
    {
      name: 'Confidence',
      config: { unit: 'percentunit', min: 0, max: 1, decimals: 0 },
      values: numbers(rows.map(({ confidence }) => confidence)),
    },
    { name: 'State', values: strings(rows.map(({ state }) => state)) },
    { name: 'Why', values: strings(rows.map(({ reason }) => reason[0]?.sentence ?? '')) },
  ];
  return { name: '', refId, meta: { preferredVisualisationType: 'table', notices: toNotices(notices) }, fields };
}

function changeText({ changes, target, outcome }: RecommendationJson): string {
  const amount = (value: number | undefined): string =>
    value === undefined ? 'none' : quantity(target.resource, value);
  return changes.length === 0
    ? outcome
    : changes.map(({ field, before, after }) => `${field} ${amount(before)} → ${amount(after)}`).join(', ');
}

function numericFrame(
  rows: readonly RecommendationJson[],
  measure: 'saving' | 'count',
  refId: string,
  notices: readonly string[]
): Frame {
  const sums = new Map<string, { namespace: string; purpose: string; value: number }>();
  for (const { target, purpose, cost } of rows) {
    const key = measure === 'count' ? `${target.namespace}/${purpose}` : target.namespace;
    const sum = sums.get(key) ?? { namespace: target.namespace, purpose, value: 0 };
    sums.set(key, { ...sum, value: sum.value + (measure === 'count' ? 1 : cost.saving) });
  }
  const all = [...sums.values()];
  if (all.length === 0) {
    return emptyFrame(refId, notices);
  }
  const fields: FrameField[] = [
    { name: 'namespace', values: strings(all.map(({ namespace }) => namespace)) },
    ...(measure === 'count' ? [{ name: 'purpose', values: strings(all.map(({ purpose }) => purpose)) }] : []),
    { name: measure, values: numbers(all.map(({ value }) => value)) },
  ];
  return { name: '', refId, meta: { type: 'numeric-long', typeVersion: [0, 1], notices: toNotices(notices) }, fields };
}

function strings(values: readonly string[]): FieldValues {
  return { type: 'string', strings: values };
}

function numbers(values: readonly number[]): FieldValues {
  return { type: 'number', numbers: Float64Array.from(values) };
}
