import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anomalyQuerySchema, baselineQuerySchema } from '#contract/anomaly-query.ts';
import { assembleEngine } from '../../../../tests/support/assembled-engine.ts';
import { anomalyAnswerFrames } from '../../host/frames/anomaly-frames.ts';
import { contextOf, expectError } from '../ports/kit.contract.ts';
import { giveFeedback, runAnomalyQuery, runBaselineQuery } from './anomaly-query.ts';
import { undoFeedback } from './feedback.ts';
import { anomaliesToJson } from './wire.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PER_DAY = 288;

/** All scores of the first series. */
function scores({ series }: Awaited<ReturnType<typeof runAnomalyQuery>>): number[] {
  const outcome = series[0]?.outcome;
  return outcome?.kind === 'detection' ? [...outcome.score] : [];
}

/** Which samples of the part that was asked for are anomalous, as their values; `null` for the others. */
function severe(answer: Awaited<ReturnType<typeof runAnomalyQuery>>): Array<number | null> {
  const [series] = anomaliesToJson(answer, anomalyQuerySchema.parse({ queryType: 'anomaly', expr: 'load' })).series;
  const all = (series?.values ?? []).map((value, i) => (series?.severity[i] === 0 ? null : value));
  expect(all.some((value) => value !== null) && all.some((value) => value === null)).toBe(true);
  return all;
}

function numbersOf(values: Float64Array): Array<number | null> {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

describe('anomaly queries', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  let nowMs: number;
  beforeEach(() => {
    assembled = assembleEngine();
    assembled.clock.advance(200 * DAY);
    nowMs = assembled.clock.now();
    // A daily wave with a little deterministic noise, and a spike of an hour that ends with the history.
    assembled.reader.valueAt = (i) => {
      const wave = 100 + 20 * Math.sin((2 * Math.PI * i) / PER_DAY) + 3 * Math.sin(i * 12.9898) * Math.sin(i * 78.233);
      return i >= spikeFrom() ? wave + 120 : wave;
    };
  });
  afterEach(() => assembled.cleanup());

  const ctx = { ...contextOf('1', 'prom'), role: 'Editor' as const };
  const query = (fields: object = {}) =>
    anomalyQuerySchema.parse({ queryType: 'anomaly', expr: 'load', threshold: 'info', ...fields });
  const range = () => ({ fromMs: nowMs - DAY, toMs: nowMs });
  const ask = (fields: object = {}) =>
    runAnomalyQuery(ctx, assembled.source, assembled.engine.anomaly, query(fields), range());
  /** Index of the first odd sample in the longest history that is asked for. */
  function spikeFrom(): number {
    const request = assembled.reader.ranges.at(-1);
    return request === undefined ? Infinity : (nowMs - HOUR - request.startMs) / request.stepMs;
  }

  it('find a spike, with what was usual and why, and show only what was asked for', async () => {
    const answer = anomaliesToJson(await ask(), query());
    const [series] = answer.series;
    expect(series?.startMs).toBeGreaterThanOrEqual(nowMs - DAY);
    expect(series?.values.length).toBe(series?.score.length);
    const found = series?.anomalies.at(-1);
    expect(found).toMatchObject({ direction: 'up', isOpen: true });
    expect(found!.peak.value).toBeGreaterThan(found!.peak.upper! + 50);
    expect(found!.evidence[0]!.sentence).toBeTruthy();
    expect(series!.severity.at(-1)).toBeGreaterThan(0);
    expect(series!.severity.slice(0, 100).every((level) => level === 0)).toBe(true);
  });

  it('give rules one number a series, and frames with bands for panels', async () => {
    const answer = await ask();
    const [numeric] = anomalyAnswerFrames(answer, query(), 'A', true);
    expect(numeric?.meta['type']).toBe('numeric-long');
    expect(numeric?.fields.map(({ name }) => name)).toEqual(['node', 'severity']);
    const [drawn] = anomalyAnswerFrames(answer, query(), 'A', false);
    expect(drawn?.fields.map(({ name }) => name).join()).toContain('usual 95% upper');
    const [table] = anomalyAnswerFrames(answer, query({ format: 'table' }), 'A', false);
    const starts = table?.fields.find(({ name }) => name === 'Start')?.values;
    expect(starts?.type === 'time' ? starts.ms.length : 0).toBeGreaterThan(0);
  });

  it('draw anomalous samples over their series, and nothing elsewhere', async () => {
    const answer = await ask();
    const [drawn] = anomalyAnswerFrames(answer, query(), 'A', false);
    const anomalous = drawn?.fields.find(({ name }) => name.endsWith(' anomalous'))?.values;
    expect(anomalous?.type === 'number' ? numbersOf(anomalous.numbers) : []).toEqual(severe(answer));
  });

  it('say the same of a sample whatever the range', async () => {
    const narrow = await ask();
    const wide = await runAnomalyQuery(ctx, assembled.source, assembled.engine.anomaly, query(), {
      fromMs: nowMs - 5 * DAY,
      toMs: nowMs,
    });
    expect(scores(narrow)).toEqual(scores(wide));
    expect(assembled.reader.ranges).toHaveLength(1);
  });

  it('are silenced by feedback for this series, and not after it is undone', async () => {
    const [series] = anomaliesToJson(await ask(), query()).series;
    const { startMs, endMs } = series!.anomalies.at(-1)!;
    const deps = assembled.engine.anomaly;
    const given = {
      query: query(),
      labels: { node: 'a' },
      startMs,
      endMs,
      verdict: 'not-an-anomaly',
      note: '',
    } as const;
    const answer = await giveFeedback(ctx, assembled.source, deps, given, 'one');
    expect(answer.thresholdAfter).toBeGreaterThanOrEqual(answer.thresholdBefore);
    const silenced = anomaliesToJson(await ask(), query()).series[0];
    expect(silenced?.severity.at(-1)).toBe(0);
    // Given again under the same id, it stays what it is.
    expect((await giveFeedback(ctx, assembled.source, deps, given, 'one')).id).toBe('one');
    await undoFeedback(ctx, deps, answer.id);
    expect(anomaliesToJson(await ask(), query()).series[0]?.severity.at(-1)).toBeGreaterThan(0);
    const audited = await assembled.store.audit.list(ctx, { limit: 5 });
    expect(audited.map(({ action }) => action)).toEqual(['anomaly.feedback.undo', 'anomaly.feedback']);
  });

  it('refuse feedback from viewers and on series that there are not', async () => {
    const given = { query: query(), labels: { node: 'x' }, startMs: 1, endMs: 2, verdict: 'real', note: '' } as const;
    const deps = assembled.engine.anomaly;
    const viewer = { ...ctx, role: 'Viewer' as const };
    await expectError(giveFeedback(viewer, assembled.source, deps, given, 'one'), 'permission_denied');
    await expectError(giveFeedback(ctx, assembled.source, deps, given, 'one'), 'not_found');
  });

  it('have a baseline without a judgement', async () => {
    const baseline = baselineQuerySchema.parse({ queryType: 'baseline', expr: 'load', levels: [90] });
    const answer = await runBaselineQuery(ctx, assembled.source, assembled.engine.anomaly, baseline, range());
    const { outcome } = answer.series[0]!;
    expect(outcome).toMatchObject({ kind: 'detection', anomalies: [] });
    const [frame] = anomalyAnswerFrames(answer, baseline, 'A', false);
    expect(frame?.fields.map(({ name }) => name).join()).not.toContain('score');
  });

  it('refuse a history of too few or too many points', async () => {
    await expectError(ask({ step: '1h', trainingWindow: '10h' }), 'invalid_argument');
    await expectError(ask({ step: '1s', trainingWindow: '7d' }), 'invalid_argument');
  });
});
