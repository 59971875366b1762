import type { HeadroomError } from '#contract/errors.ts';

/** An error as an answer of HTTP. */
export function errorResponse(error: HeadroomError): Response {
  const { status, retryAfterSeconds } = error;
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return Response.json({ error: error.toBody() }, { status, headers });
}
