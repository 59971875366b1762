import { describe, expect, it } from 'vitest';
import { type ErrorCode, HeadroomError, toHeadroomError } from './errors.ts';

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

  it('names the field where it stands alone, once, and never for a fault of the source', () => {
    const named = (code: ErrorCode, message: string, field?: string) =>
      new HeadroomError(code, message, { remedy: 'Narrow it.', ...(field === undefined ? {} : { field }) })
        .fieldSentence;
    expect(named('too_large', 'Too many series.', 'expr')).toBe('Field "expr": Too many series. Narrow it.');
    expect(named('invalid_argument', 'The field "step" is wrong.', 'step')).toBe(
      'The field "step" is wrong. Narrow it.'
    );
    expect(named('invalid_argument', 'The field "st" is wrong.', 's')).toMatch(/^Field "s": /);
    expect(named('source_unreachable', 'Nothing answers.', 'url')).toBe('Nothing answers. Narrow it.');
    expect(named('overloaded', 'Too many forecasts.')).toBe('Too many forecasts. Narrow it.');
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
