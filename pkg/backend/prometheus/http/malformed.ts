import { HeadroomError } from '#contract/errors.ts';

/** The error for an answer that is not what the Prometheus API promises; `what` completes "it cannot be read: …". */
export function malformed(what: string): HeadroomError {
  return new HeadroomError('source_malformed', `The answer of the source cannot be read: ${what}.`, {
    field: 'url',
    remedy: 'Check that the URL leads to a Prometheus-compatible API and that nothing in between changes its answers.',
  });
}
