import { describe, expect, it } from 'vitest';
import { HeadroomError, toHeadroomError } from './errors.ts';

describe('HeadroomError', () => {
  const error = new HeadroomError('too_large', 'Too many series.', { field: 'expr', remedy: 'Narrow it.' });

  it('knows who has to act and which status tells so', () => {
    expect(error).toMatchObject({ culprit: 'user', status: 422, name: 'HeadroomError' });
    expect(new HeadroomError('source_timeout', 'x')).toMatchObject({ culprit: 'downstream', status: 504 });
    expect(new HeadroomError('internal', 'x')).toMatchObject({ culprit: 'plugin', status: 500 });
  });

  it('is one sentence for places with a single line', () => {
    expect(error.sentence).toBe('Too many series. Narrow it.');
    expect(new HeadroomError('internal', 'It failed.').sentence).toBe('It failed.');
  });

  it('crosses a wire without what is not known and without its cause', () => {
    expect(error.toBody()).toEqual({
      code: 'too_large',
      message: 'Too many series.',
      field: 'expr',
      remedy: 'Narrow it.',
    });
    const bare = new HeadroomError('internal', 'It failed.', { cause: new Error('secret') });
    expect(bare.toBody()).toEqual({ code: 'internal', message: 'It failed.' });
  });
});

describe('toHeadroomError', () => {
  it('gives ours back', () => {
    const error = new HeadroomError('conflict', 'x');
    expect(toHeadroomError(error)).toBe(error);
  });

  it.each([new TypeError('token=hunter2'), 'hunter2', undefined, null, 5])(
    'keeps the text of %j to itself',
    (thrown) => {
      const error = toHeadroomError(thrown);
      expect(error.code).toBe('internal');
      expect(error.sentence).not.toContain('hunter2');
      expect(error.cause).toBe(thrown);
    }
  );
});
