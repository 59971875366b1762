import type { BreachQuery } from '#contract/query.ts';
import { formatDuration } from '#contract/duration.ts';
import { alertValue, type SeriesBreach } from '../../app/breach-answer.ts';
import type { BreachAnswer } from '../../app/breach-query.ts';
import { emptyFrame, servedMeta } from './forecast-frames.ts';
import type { Frame, FrameField, FieldValues } from './frame.ts';
import { toNotices } from './notices.ts';

type Answered = SeriesBreach & { readonly answer: Extract<SeriesBreach['answer'], { kind: 'breach' }> };

/**
 * One number a series for alert rules, stats and gauges: labels as string columns, the measure as the only number.
 * A series without an answer, or without a breach within the horizon when days are asked for, has no row; when none
 * is left the frame is empty, which rules take as "no data".
 */
export function breachNumericFrame(answer: BreachAnswer, query: BreachQuery, refId: string): Frame {
  const rows = answered(answer).filter((row) => alertValue(row, query.measure) !== undefined);
  // Remarks on the history of a series that has a number would only clutter a stat or a rule.
  const notices = [...answer.notices, ...answer.series.flatMap(missingNotices)];
  if (rows.length === 0) {
    return emptyFrame(refId, notices);
  }
  const keys = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort();
  const fields: FrameField[] = [
    ...keys.map((key) => ({ name: key, values: strings(rows.map(({ labels }) => labels[key])) })),
    { name: query.measure, values: numbers(rows.map((row) => alertValue(row, query.measure))) },
  ];
  return {
    name: '',
    refId,
    meta: { type: 'numeric-long', typeVersion: [0, 1], notices: toNotices(notices), ...customMeta(answer) },
    fields,
  };
}

/** One row a series for people: what it is, how full, how likely and when. Worst first. */
export function breachTableFrame(answer: BreachAnswer, query: BreachQuery, refId: string): Frame {
  const rows = answered(answer).sort(worstFirst);
  const within = formatDuration(query.within);
  const fields: FrameField[] = [
    { name: 'Series', values: strings(rows.map(({ name }) => name)) },
    { name: 'Predicted breach', values: strings(rows.map(sentence)) },
    {
      name: `Within ${within}`,
      config: { unit: 'percentunit', min: 0, max: 1, decimals: 0 },
      values: numbers(rows.map(({ answer: { probability } }) => probability)),
    },
    { name: 'Earliest', values: times(rows.map(({ answer: { breach } }) => breach.earliestMs)) },
    { name: 'Latest', values: times(rows.map(({ answer: { breach } }) => breach.latestMs)) },
    { name: 'Current', values: numbers(rows.map(({ current }) => current)) },
    { name: 'Capacity', values: numbers(rows.map(({ capacity }) => capacity)) },
    {
      name: 'Of capacity',
      config: { unit: 'percentunit', min: 0, decimals: 0 },
      values: numbers(rows.map(({ current, capacity }) => ratio(current, capacity))),
    },
  ];
  return {
    name: '',
    refId,
    meta: { preferredVisualisationType: 'table', notices: toNotices(allNotices(answer)), ...customMeta(answer) },
    fields,
  };
}

function customMeta(answer: BreachAnswer): Record<string, unknown> {
  return answer.stored === undefined ? {} : { custom: { headroom: servedMeta(answer) } };
}

function answered(answer: BreachAnswer): Answered[] {
  return answer.series.filter((series): series is Answered => series.answer.kind === 'breach');
}

function worstFirst(a: Answered, b: Answered): number {
  const byProbability = b.answer.probability - a.answer.probability;
  return byProbability !== 0 ? byProbability : (a.answer.days ?? Infinity) - (b.answer.days ?? Infinity);
}

function sentence({ answer: { breach } }: Answered): string {
  if (breach.state === 'already') {
    return 'Already beyond capacity';
  }
  if (breach.state === 'unlikely') {
    return 'Unlikely within the horizon';
  }
  const { earliestMs, latestMs } = breach;
  if (earliestMs === undefined) {
    return 'Possible within the horizon';
  }
  return latestMs === undefined ? `From ${day(earliestMs)}` : span(earliestMs, latestMs);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** `24 Nov`, as Intl writes it for en-GB; asking Intl would load 6 MB of its data for this alone. */
function day(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

function span(fromMs: number, toMs: number): string {
  const [from, to] = [day(fromMs), day(toMs)];
  if (from === to) {
    return `${to} UTC`;
  }
  const [fromDay, fromMonth] = from.split(' ');
  const sameMonth = fromMonth === to.split(' ')[1];
  return `${sameMonth ? fromDay : from}–${to} UTC`;
}

function missingNotices({ name, answer }: SeriesBreach): string[] {
  return answer.kind === 'breach' ? [] : [`${name}: ${answer.reason}`];
}

function allNotices(answer: BreachAnswer): string[] {
  const own = answer.series.flatMap((series) => [
    ...missingNotices(series),
    ...series.notices.map((text) => `${series.name}: ${text}`),
  ]);
  return [...answer.notices, ...own];
}

function ratio(current: number | undefined, capacity: number | undefined): number | undefined {
  return current === undefined || capacity === undefined || capacity === 0 ? undefined : current / capacity;
}

function strings(values: readonly (string | undefined)[]): FieldValues {
  return { type: 'string', strings: values };
}

function numbers(values: readonly (number | undefined)[]): FieldValues {
  return { type: 'number', numbers: Float64Array.from(values, (value) => value ?? NaN) };
}

function times(values: readonly (number | undefined)[]): FieldValues {
  return { type: 'time', ms: Float64Array.from(values, (value) => value ?? NaN) };
}
