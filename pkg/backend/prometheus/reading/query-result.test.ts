import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { readMatrix, readResult, readVector } from './query-result.ts';

const matrix = (result: unknown) => ({ resultType: 'matrix', result });
const vector = (result: unknown) => ({ resultType: 'vector', result });

describe('readMatrix', () => {
  it('reads series', () => {
    expect(readMatrix(matrix([{ metric: { a: '1' }, values: [[1, '2']] }]))).toEqual([
      { at: 'data.result[0]', labels: { a: '1' }, points: [[1, '2']], hasHistograms: false },
    ]);
  });

  it('bears series of native histograms', () => {
    expect(readMatrix(matrix([{ metric: {}, histograms: [[1, {}]] }]))).toEqual([
      { at: 'data.result[0]', labels: {}, points: [], hasHistograms: true },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no result type', { result: [] }, 'data.resultType'],
    ['an unknown type', { resultType: 'tensor', result: [] }, 'data.resultType'],
    ['no list', matrix({}), 'data.result'],
    ['a vector', vector([]), 'data.resultType'],
    ['a scalar', { resultType: 'scalar', result: [1, '2'] }, 'data.resultType'],
    ['a series that is null', matrix([{ metric: {} }, null]), 'data.result[1]'],
    ['a series that is a list', matrix([[]]), 'data.result[0]'],
    ['no labels', matrix([{ values: [] }]), 'data.result[0].metric'],
    ['labels that are numbers', matrix([{ metric: { a: 1 }, values: [] }]), 'data.result[0].metric'],
    ['labels that are a list', matrix([{ metric: ['a'], values: [] }]), 'data.result[0].metric'],
    ['values that are an object', matrix([{ metric: {}, values: {} }]), 'data.result[0].values'],
    ['null', null, 'data'],
    ['a text', 'matrix', 'data'],
  ])('refuses %s', (_, data, part) => {
    expect(codeOf(() => readMatrix(data))).toBe('source_malformed');
    expect(() => readMatrix(data)).toThrow(`cannot be read: ${part} `);
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

  it.each<[string, unknown, string]>([
    ['a matrix', matrix([]), 'data.resultType'],
    ['a text', { resultType: 'string', result: [1, 'x'] }, 'data.resultType'],
    ['a value that is null', vector([null]), 'data.result[0]'],
    ['no value', vector([{ metric: {} }]), 'data.result[0].value'],
    ['a number that is no text', vector([{ metric: {}, value: [1, 2] }]), 'data.result[0].value[1]'],
    ['a scalar without a number', { resultType: 'scalar', result: [] }, 'data.result[1]'],
  ])('refuses %s', (_, data, part) => {
    expect(codeOf(() => readVector(data))).toBe('source_malformed');
    expect(() => readVector(data)).toThrow(`cannot be read: ${part} `);
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
