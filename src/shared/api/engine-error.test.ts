import { describe, expect, it } from 'vitest';
import { toEngineError } from './engine-error.ts';

describe('toEngineError', () => {
  it('keeps the words of the engine, and the last part of the field', () => {
    const error = { code: 'invalid_argument', message: 'Too long.', field: 'query.horizon', remedy: 'Shorten it.' };
    expect(toEngineError({ status: 400, data: { error } })).toMatchObject({
      message: 'Too long.',
      remedy: 'Shorten it.',
      field: 'horizon',
    });
  });

  it('always has a remedy', () => {
    const error = { code: 'invalid_argument', message: 'The field "query.expr" is wrong.', field: 'query.expr' };
    expect(toEngineError({ status: 400, data: { error } }).remedy).toBe('Correct the PromQL expression.');
  });

  it.each([
    [403, 'You may not query this data source.'],
    [404, 'This data source does not exist any more.'],
    [502, 'The Headroom engine does not answer.'],
    [undefined, 'The Headroom engine does not answer.'],
  ])('tells status %s apart', (status, message) => {
    expect(toEngineError({ status, data: { message: 'plugin unavailable' } }).message).toBe(message);
  });

  it('survives what is no failed call at all', () => {
    expect(toEngineError(undefined).message).toBe('The Headroom engine does not answer.');
  });
});
