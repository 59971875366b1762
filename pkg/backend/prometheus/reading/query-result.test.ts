import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { readMatrix, readResult, readVector } from './query-result.ts';

const matrix = (result: unknown) => ({ resultType: 'matrix', result });
const vector = (result: unknown) => ({ resultType: 'vector', result });

describe('readMatrix', () => {
  it('reads series', () => {
    expect(readMatrix(matrix([{ metric: { a: '1' }, values: [[1, '2']] }]))).toEqual([
      { labels: { a: '1' }, points: [[1, '2']], hasHistograms: false },
    ]);
  });

  it('bears series of native histograms', () => {
    expect(readMatrix(matrix([{ metric: {}, histograms: [[1, {}]] }]))).toEqual([
      { labels: {}, points: [], hasHistograms: true },
    ]);
  });

  it.each([
    ['no result type', { result: [] }],
    ['an unknown type', { resultType: 'tensor', result: [] }],
    ['no list', matrix({})],
    ['a vector', vector([])],
    ['a scalar', { resultType: 'scalar', result: [1, '2'] }],
    ['a series that is null', matrix([null])],
    ['a series that is a list', matrix([[]])],
    ['no labels', matrix([{ values: [] }])],
    ['labels that are numbers', matrix([{ metric: { a: 1 }, values: [] }])],
    ['labels that are a list', matrix([{ metric: ['a'], values: [] }])],
    ['values that are an object', matrix([{ metric: {}, values: {} }])],
    ['null', null],
    ['a text', 'matrix'],
  ])('refuses %s', (_, data) => {
    expect(codeOf(() => readMatrix(data))).toBe('source_malformed');
  });
});

describe('readVector', () => {
  it('reads values, NaN and infinities as NaN', () => {
    const data = vector([
      { metric: { a: '1' }, value: [1, '2'] },
      { metric: {}, value: [1, '+Inf'] },
    ]);
    expect(readVector(data)).toEqual([
      { labels: { a: '1' }, value: 2 },
      { labels: {}, value: NaN },
    ]);
  });

  it('reads a scalar as one value without labels, and leaves native histograms out', () => {
    expect(readVector({ resultType: 'scalar', result: [1, '2'] })).toEqual([{ labels: {}, value: 2 }]);
    expect(readVector(vector([{ metric: {}, histogram: [1, {}] }]))).toEqual([]);
  });

  it.each([
    ['a matrix', matrix([])],
    ['a text', { resultType: 'string', result: [1, 'x'] }],
    ['a value that is null', vector([null])],
    ['no value', vector([{ metric: {} }])],
    ['a number that is no text', vector([{ metric: {}, value: [1, 2] }])],
    ['a scalar without a number', { resultType: 'scalar', result: [] }],
  ])('refuses %s', (_, data) => {
    expect(codeOf(() => readVector(data))).toBe('source_malformed');
  });
});

describe('any JSON', () => {
  it('is read or refused, never a crash', () => {
    const lie = fc.oneof(
      fc.jsonValue(),
      fc.jsonValue().map(matrix),
      fc.array(fc.record({ metric: fc.jsonValue(), values: fc.jsonValue() })).map(matrix),
      fc.array(fc.record({ metric: fc.jsonValue(), value: fc.jsonValue() })).map(vector)
    );
    fc.assert(
      fc.property(lie, (data) => {
        for (const read of [readResult, readMatrix, readVector]) {
          expect(['none', 'source_malformed']).toContain(codeOf(() => read(data)));
        }
      })
    );
  });
});

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (thrown) {
    return thrown instanceof HeadroomError ? thrown.code : String(thrown);
  }
}
