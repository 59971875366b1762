import { describe, expect, it } from 'vitest';
import { parseQuery } from '#contract/parse-query.ts';
import type { BreachQuery } from '#contract/query.ts';
import { boundlessSeries, breachAnswer, breachingSeries, ORIGIN_MS } from '../../../../tests/support/answers.ts';
import { decodeFrame } from '../../../../tests/support/decode-frame.ts';
import type { SeriesBreach } from '../../app/breach-answer.ts';
import { encodeFrame } from './arrow.ts';
import { breachNumericFrame, breachTableFrame } from './breach-frames.ts';
import type { Frame } from './frame.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function queryOf(fields: object = {}): BreachQuery {
  return parseQuery({ queryType: 'breach', expr: 'used', capacity: 'size', ...fields }).query as BreachQuery;
}

/** As a rule or a panel receives it. */
function received(frame: Frame) {
  return decodeFrame(encodeFrame(frame));
}

type Breach = Extract<SeriesBreach['answer'], { kind: 'breach' }>;

function answerOf(fields: Partial<Breach['breach']> = {}, others: Partial<Omit<Breach, 'breach'>> = {}): Breach {
  const { breach, ...rest } = breachingSeries().answer as Breach;
  return { ...rest, ...others, breach: { ...breach, ...fields } };
}

const unlikely = answerOf(
  { state: 'unlikely', cumulative: Float64Array.of(0, 0.1), earliestMs: undefined, medianMs: undefined },
  { probability: 0.1, days: undefined }
);

describe('breachNumericFrame', () => {
  const several = breachAnswer([
    breachingSeries(),
    boundlessSeries(),
    breachingSeries({ name: 'c', labels: { node: 'c', disk: 'sda' }, answer: unlikely }),
  ]);

  it('gives rules one number a row, its labels as columns, and remarks on missing rows alone', () => {
    expect(received(breachNumericFrame(several, queryOf(), 'B'))).toEqual({
      name: '',
      refId: 'B',
      meta: {
        type: 'numeric-long',
        typeVersion: [0, 1],
        notices: [{ severity: 'warning', text: 'b: No capacity value has labels that fit this series.' }],
      },
      fields: [
        { name: 'disk', labels: {}, config: {}, values: [null, 'sda'] },
        { name: 'node', labels: {}, config: {}, values: ['a', 'c'] },
        { name: 'probability', labels: {}, config: {}, values: [0.75, 0.1] },
      ],
    });
  });

  it('gives days where a breach is more likely than not', () => {
    expect(received(breachNumericFrame(several, queryOf({ measure: 'days' }), 'B')).fields).toEqual([
      { name: 'node', labels: {}, config: {}, values: ['a'] },
      { name: 'days', labels: {}, config: {}, values: [1] },
    ]);
  });

  it('keeps the labels of a series, and so its alert, whatever its numbers', () => {
    const labelsWith = (fields: Partial<SeriesBreach>) => {
      const { fields: columns } = received(breachNumericFrame(breachAnswer([breachingSeries(fields)]), queryOf(), 'B'));
      return columns.flatMap(({ name, values }) => (typeof values[0] === 'string' ? [[name, values[0]]] : []));
    };
    const calm = labelsWith({ answer: unlikely, current: 1, capacity: 1e9, notices: [], name: 'renamed' });
    expect(calm).toEqual([['node', 'a']]);
    expect(labelsWith({})).toEqual(calm);
  });

  it('is one number without labels for a signal without labels', () => {
    const frame = breachNumericFrame(breachAnswer([breachingSeries({ labels: {} })]), queryOf(), 'B');
    expect(received(frame).fields.map(({ name }) => name)).toEqual(['probability']);
  });

  it.each([
    ['there is no series', [], 'probability', ['Nothing there.']],
    [
      'no series has a capacity',
      [boundlessSeries()],
      'probability',
      ['Nothing there.', 'b: No capacity value has labels that fit this series.'],
    ],
    ['no series is likely to breach', [breachingSeries({ answer: unlikely })], 'days', ['Nothing there.']],
  ])('is empty, which rules take for no data, when %s', (_case, series, measure, texts) => {
    const frame = received(breachNumericFrame(breachAnswer(series, ['Nothing there.']), queryOf({ measure }), 'B'));
    expect(frame).toEqual({
      name: '',
      refId: 'B',
      meta: { notices: texts.map((text) => ({ severity: 'warning', text })) },
      fields: [],
    });
  });
});

describe('breachTableFrame', () => {
  it('tells people of each series what it is, how likely, when, and how full; worst first', () => {
    const already = answerOf({ state: 'already' }, { probability: 1, days: 0 });
    const sooner = answerOf({}, { days: 0.5 });
    const series = [
      breachingSeries({ name: 'calm', answer: unlikely }),
      breachingSeries({ name: 'later' }),
      boundlessSeries(),
      breachingSeries({ name: 'sooner', answer: sooner }),
      breachingSeries({ name: 'over', current: 120, answer: already, notices: [] }),
    ];
    const earliest = ORIGIN_MS + HOUR;
    const latest = ORIGIN_MS + 2 * DAY;
    const percent = { unit: 'percentunit', min: 0, decimals: 0 };
    const frame = received(breachTableFrame(breachAnswer(series), queryOf({ within: '36h' }), 'B'));
    expect(frame.fields.map(({ name, config, values }) => [name, config, values])).toEqual([
      ['Series', {}, ['over', 'sooner', 'later', 'calm']],
      [
        'Predicted breach',
        {},
        ['Already beyond capacity', '24–26 Nov UTC', '24–26 Nov UTC', 'Unlikely within the horizon'],
      ],
      ['Within 1d12h', { ...percent, max: 1 }, [1, 0.75, 0.75, 0.1]],
      ['Earliest', {}, [earliest, earliest, earliest, null]],
      ['Latest', {}, [latest, latest, latest, latest]],
      ['Current', {}, [120, 75, 75, 75]],
      ['Capacity', {}, [100, 100, 100, 100]],
      ['Of capacity', percent, [1.2, 0.75, 0.75, 0.75]],
    ]);
    expect(frame.meta).toEqual({
      preferredVisualisationType: 'table',
      notices: [
        'calm: A gap of 3 h was filled.',
        'later: A gap of 3 h was filled.',
        'b: No capacity value has labels that fit this series.',
        'b: A gap of 3 h was filled.',
        'sooner: A gap of 3 h was filled.',
      ].map((text) => ({ severity: 'warning', text })),
    });
  });

  it.each<[string, Partial<Breach['breach']>]>([
    ['Possible within the horizon', { earliestMs: undefined, latestMs: undefined }],
    ['From 24 Nov', { latestMs: undefined }],
    ['24 Nov UTC', { latestMs: ORIGIN_MS + 2 * HOUR }],
    ['24–30 Nov UTC', { latestMs: ORIGIN_MS + 6 * DAY }],
    ['24 Nov–1 Dec UTC', { latestMs: ORIGIN_MS + 7 * DAY }],
  ])('says "%s"', (sentence, fields) => {
    const answer = breachAnswer([breachingSeries({ answer: answerOf(fields) })]);
    expect(received(breachTableFrame(answer, queryOf(), 'B')).fields[1]?.values).toEqual([sentence]);
  });

  it('leaves open how full something without a size or a current value is', () => {
    const series = [breachingSeries({ capacity: 0 }), breachingSeries({ current: undefined })];
    const { fields } = received(breachTableFrame(breachAnswer(series), queryOf(), 'B'));
    expect(fields.find(({ name }) => name === 'Of capacity')?.values).toEqual([null, null]);
    expect(fields.find(({ name }) => name === 'Current')?.values).toEqual([75, null]);
  });

  it('keeps its columns without rows', () => {
    const { fields } = received(breachTableFrame(breachAnswer([]), queryOf(), 'B'));
    expect(fields.map(({ name, values }) => [name, values.length])).toEqual([
      ['Series', 0],
      ['Predicted breach', 0],
      ['Within 4d', 0],
      ['Earliest', 0],
      ['Latest', 0],
      ['Current', 0],
      ['Capacity', 0],
      ['Of capacity', 0],
    ]);
  });
});
