import { HeadroomError } from '#contract/errors.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Throws `invalid_argument` for a method that no request of the router can have, such as TRACE. */
export function requireMethod(method: string): void {
  if (!METHODS.includes(method)) {
    throw new HeadroomError('invalid_argument', 'The method of the request is none that the engine knows.', {
      field: 'method',
      remedy: `Use one of these: ${METHODS.join(', ')}.`,
    });
  }
}
