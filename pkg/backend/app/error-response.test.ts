import { expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { errorResponse } from './error-response.ts';

it('is told with its status, and when to come again where that is known', async () => {
  const error = new HeadroomError('overloaded', 'Full.', { remedy: 'Wait.', retryAfterSeconds: 20 });
  const response = errorResponse(error);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('20');
  expect(await response.json()).toEqual({ error: { code: 'overloaded', message: 'Full.', remedy: 'Wait.' } });
  expect(errorResponse(new HeadroomError('not_found', 'None.')).headers.has('retry-after')).toBe(false);
});
