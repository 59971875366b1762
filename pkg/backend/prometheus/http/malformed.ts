import { HeadroomError } from '#contract/errors.ts';

/**
 * The error for an answer that is not what the Prometheus API promises: names the part that is wrong.
 *
 * @param part what comes before "is": a path into the JSON, such as `data.result[2].metric`, or another part
 * @param problem the rest of the sentence
 */
export function malformed(part: string, problem: string): HeadroomError {
  return new HeadroomError('source_malformed', `The answer of the source cannot be read: ${part} ${problem}.`, {
    field: 'url',
    remedy: 'Check that the URL leads to a Prometheus-compatible API and that nothing in between changes its answers.',
  });
}
