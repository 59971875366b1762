import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { describeFailure } from './describe-failure.ts';

describe('describeFailure', () => {
  it('tells what caused an error of the engine, as deep as it goes', () => {
    const cause = new HeadroomError('overloaded', 'The disk is full.', { cause: new Error('SQLITE_FULL') });
    const text = describeFailure(new HeadroomError('internal', 'The model failed.', { cause }));
    expect(text).toMatch(/^The model failed\. Cause: The disk is full\. Cause: Error: SQLITE_FULL\n\s+at /);
  });

  it('keeps the cause of errors of others, which may quote what they sent, out of the log', () => {
    const cause = new Error('Authorization: Bearer hunter2');
    expect(describeFailure(new HeadroomError('source_unauthorized', 'Prometheus refuses us.', { cause }))).toBe(
      'Prometheus refuses us.'
    );
  });

  it('gives the stack of an unexpected error, and the text of what is none', () => {
    expect(describeFailure(new TypeError('x is undefined'))).toMatch(/^TypeError: x is undefined\n\s+at /);
    expect(describeFailure('out of order')).toBe('out of order');
  });
});
