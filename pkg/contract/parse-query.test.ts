import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { HeadroomError } from './errors.ts';
import { parseFields, parseQuery } from './parse-query.ts';
import { breachRequestSchema, forecastRequestSchema, labelValuesQuerySchema, logPageSchema } from './rest.ts';

function refusal(work: () => unknown): HeadroomError {
  try {
    work();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(HeadroomError);
    return thrown as HeadroomError;
  }
  throw new Error('nothing was refused');
}

const forecast = { queryType: 'forecast', expr: 'up' };
const breach = { queryType: 'breach', expr: 'up' };

describe('parseQuery', () => {
  it('fills in what a forecast query leaves out', () => {
    expect(parseQuery(forecast)).toEqual({
      query: {
        queryType: 'forecast',
        expr: 'up',
        legendFormat: '',
        horizon: 7 * 86_400_000,
        step: 'auto',
        trainingWindow: 'auto',
        aggregate: 'avg',
        capacity: '',
        direction: 'up',
        timeZone: '',
        exclusions: '',
        events: '',
        model: 'auto',
        levels: [80, 95],
      },
      notices: [],
    });
  });

  it('fills in what a breach query leaves out', () => {
    expect(parseQuery(breach).query).toMatchObject({
      measure: 'probability',
      within: 4 * 86_400_000,
      format: 'numeric',
    });
  });

  it('reads durations, blanks around texts, and the word auto', () => {
    const { query } = parseQuery({ ...forecast, expr: ' up ', horizon: '30d', step: ' auto ', trainingWindow: '90d' });
    expect(query).toMatchObject({
      expr: 'up',
      horizon: 30 * 86_400_000,
      step: 'auto',
      trainingWindow: 90 * 86_400_000,
    });
  });

  it.each<[string, unknown, string]>([
    ['expr', '', 'empty'],
    ['expr', '   ', 'empty'],
    ['expr', 5, 'expected string'],
    ['expr', 'x'.repeat(20_001), '20000'],
    ['legendFormat', 5, 'expected string'],
    ['horizon', 'soon', 'not a duration'],
    ['horizon', '59s', 'Choose between 1m and 90d'],
    ['horizon', '91d', 'Choose between 1m and 90d'],
    ['horizon', 7, 'expected string'],
    ['step', '5 min', '"5 min" is not a duration'],
    ['step', '999ms', 'Choose between 1s and 1w'],
    ['step', '8d', 'Choose between 1s and 1w'],
    ['trainingWindow', 'long', '"long" is not a duration'],
    ['trainingWindow', '30s', 'Choose between 1m and 2y'],
    ['trainingWindow', '731d', 'Choose between 1m and 2y'],
    ['aggregate', 'sum', '"avg"|"max"|"min"|"last"'],
    ['capacity', 5, 'expected string'],
    ['capacity', 'x'.repeat(20_001), '20000'],
    ['direction', 'sideways', '"up"|"down"'],
    ['lowerBound', '0', 'expected number'],
    ['lowerBound', NaN, 'NaN'],
    ['upperBound', Infinity, 'expected number'],
    ['model', 'crystal-ball', '"seasonal-naive"'],
    ['levels', 80, 'expected array'],
    ['levels', [], '>=1'],
    ['levels', [50, 60, 70, 80, 90], '<=4'],
    ['levels.1', [80, 100], '<=99.9'],
    ['levels.0', [0], '>=1'],
    ['levels', [80, 80], 'once'],
  ])('names the field %s of a forecast query when it is %j', (field, value, words) => {
    const [key = ''] = field.split('.');
    const error = refusal(() => parseQuery({ ...forecast, [key]: value }));
    expect(error).toMatchObject({ code: 'invalid_argument', field, culprit: 'user' });
    expect(error.message).toContain(`"${field}"`);
    expect(error.sentence).toContain(words);
    expect(error.message).toMatch(/[.!?]$/);
    expect(error.remedy).toMatch(/[.!?]$/);
  });

  it.each<[string, unknown, string]>([
    ['measure', 'hours', '"probability"|"days"'],
    ['within', '1s', 'Choose between 1m and 90d'],
    ['within', 'soon', 'not a duration'],
    ['format', 'pie', '"numeric"|"table"'],
  ])('names the field %s of a breach query when it is %j', (field, value, words) => {
    const error = refusal(() => parseQuery({ ...breach, [field]: value }));
    expect(error).toMatchObject({ code: 'invalid_argument', field });
    expect(error.sentence).toContain(words);
  });

  it.each([undefined, 'weather', 5, '', null, '__proto__'])(
    'refuses the query type %j with the choices',
    (queryType) => {
      const error = refusal(() => parseQuery({ expr: 'up', queryType }));
      expect(error).toMatchObject({
        field: 'queryType',
        remedy: 'Choose one of these: forecast, breach, baseline, anomaly, recommendations.',
      });
    }
  );

  it.each([null, undefined, 'x', 5, true, [], [{ queryType: 'forecast', expr: 'up' }]])(
    'refuses %j, which is no query',
    (raw) => {
      expect(refusal(() => parseQuery(raw))).toMatchObject({ code: 'invalid_argument', field: 'query' });
    }
  );

  it('takes null and an emptied input for "not set"', () => {
    const cleared = { legendFormat: null, horizon: '', step: '', lowerBound: '', upperBound: null, capacity: '' };
    expect(parseQuery({ ...forecast, ...cleared })).toEqual(parseQuery(forecast));
  });

  it("ignores a field that it does not know with a notice, but none of Grafana's own", () => {
    const { query, notices } = parseQuery({ ...forecast, refId: 'A', intervalMs: 1, hide: false, horizn: '7d' });
    expect(query).not.toHaveProperty('horizn');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^The field "horizn" is unknown and was ignored\. Known fields: .*horizon/);
  });

  it('answers any JSON with a query or a refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (whole, value, key) => {
        for (const raw of [whole, { ...forecast, [key]: value }, { ...breach, expr: value }]) {
          try {
            parseQuery(raw);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(HeadroomError);
          }
        }
      })
    );
  });
});

describe('parseFields', () => {
  const range = { fromMs: 0, toMs: 1 };

  it('lets a REST request leave the query type out', () => {
    expect(parseFields(forecastRequestSchema, { range, query: { expr: 'up' } }).query.queryType).toBe('forecast');
    expect(parseFields(breachRequestSchema, { range, query: { expr: 'up' } }).query.queryType).toBe('breach');
  });

  it.each<[string, unknown]>([
    ['query.horizn', { range, query: { expr: 'up', horizn: '7d' } }],
    ['extra', { range, query: { expr: 'up' }, extra: 1 }],
    ['request', { range, query: { expr: 'up' }, '': 1 }],
    ['query.levels', { range, query: { expr: 'up', levels: 'all' } }],
    ['query.expr', { range, query: {} }],
    ['range.fromMs', { range: { fromMs: 1, toMs: 1 }, query: { expr: 'up' } }],
    ['range.toMs', { range: { fromMs: 1, toMs: 9e15 }, query: { expr: 'up' } }],
    ['range.fromMs', { range: { fromMs: -1, toMs: 1 }, query: { expr: 'up' } }],
    ['range', { query: { expr: 'up' } }],
  ])('names %s', (field, body) => {
    const error = refusal(() => parseFields(forecastRequestSchema, body));
    expect(error).toMatchObject({ code: 'invalid_argument', field });
  });

  it('tells what to do about an unknown field', () => {
    const error = refusal(() => parseFields(logPageSchema, { limit: '5', page: '2' }));
    expect(error).toMatchObject({ field: 'page', message: 'The field "page" is unknown.' });
    expect(error.remedy).toBeDefined();
  });

  it.each<[z.ZodType, unknown, string]>([
    [z.string(), 5, 'Give a text.'],
    [z.number(), 'x', 'Give a number.'],
    [z.int(), 1.5, 'Give a whole number.'],
    [z.boolean(), 1, 'Give true or false.'],
    [z.array(z.string()), {}, 'Give a list.'],
    [z.strictObject({}), [], 'Give an object.'],
    [z.date(), 1, 'Give a value of the type date.'],
    [z.enum(['a', 'b']), 'c', 'Choose one of these: a, b.'],
    [z.literal('a'), 'b', 'Choose this: a.'],
    [z.number().max(5), 6, 'Give at most 5.'],
    [z.number().min(5), 4, 'Give at least 5.'],
    [z.string().max(2), 'abc', 'Give at most 2 characters.'],
    [z.array(z.string()).min(1), [], 'Give at least 1 entries.'],
    [z.string().regex(/^a$/, 'It is not a. Write a.'), 'b', 'Write a.'],
    [z.record(z.string().regex(/^a$/, 'It is not a. Write a.'), z.number()), { b: 1 }, 'Write a.'],
    [z.url(), 'x', 'Correct it. The reference of options tells what it may be.'],
    [z.string().regex(/^a$/, 'It is not a.'), 'b', 'Correct it. The reference of options tells what it may be.'],
  ])('says what to do about a wrong value (%#)', (schema, value, remedy) => {
    expect(refusal(() => parseFields(z.strictObject({ field: schema }), { field: value })).remedy).toBe(remedy);
  });

  it('calls the whole by its name where that is wrong', () => {
    expect(refusal(() => parseFields(forecastRequestSchema, 5)).field).toBe('request');
    const error = refusal(() => parseFields(forecastRequestSchema, 5, 'body'));
    expect(error).toMatchObject({ field: 'body', remedy: 'Give an object.' });
    expect(error.message).toMatch(/^The body is wrong: /);
  });

  it('reads numbers of a query string, and refuses label names that are none', () => {
    expect(parseFields(logPageSchema, { limit: '5', cursor: '7' })).toEqual({ limit: 5, cursor: '7' });
    expect(refusal(() => parseFields(labelValuesQuerySchema, { label: '../admin' })).field).toBe('label');
    expect(refusal(() => parseFields(labelValuesQuerySchema, { label: 'a', limit: '0' })).field).toBe('limit');
  });
});
