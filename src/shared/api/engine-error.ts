import type { ErrorBody } from '#contract/errors.ts';

/** What a failed call carries in Grafana's front end. */
interface FailedCall {
  readonly status?: number;
  readonly data?: { readonly error?: Partial<ErrorBody>; readonly message?: string };
}

/** Why there is no answer: a sentence, what to do about it, and where known the field of the query to change. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly remedy: string;
  readonly field: string | undefined;

  constructor(message: string, remedy: string, field?: string) {
    super(message);
    this.remedy = remedy;
    this.field = field;
  }
}

/** Makes sense of whatever a call to the engine threw: the engine's own words, or what kept it from answering. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) {
    return thrown;
  }
  const { status, data } = asFailedCall(thrown);
  const said = data?.error;
  if (said?.message !== undefined) {
    const field = lastPart(said.field);
    return new EngineError(said.message, said.remedy ?? remedyOf(field), field);
  }
  if (status === 401 || status === 403) {
    return new EngineError('You may not query this data source.', 'Ask an administrator for permission to query it.');
  }
  if (status === 404) {
    return new EngineError('This data source does not exist any more.', 'Choose another one.');
  }
  return new EngineError(
    'The Headroom engine does not answer.',
    'Wait a few seconds and try again. If it stays away, look for "headroom" in the log of the Grafana server.'
  );
}

function asFailedCall(thrown: unknown): FailedCall {
  return typeof thrown === 'object' && thrown !== null ? thrown : {};
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  expr: 'PromQL expression',
  capacity: 'capacity',
  horizon: 'horizon',
};

/** The engine leaves the remedy out where the message says it all. */
function remedyOf(field: string | undefined): string {
  return field === undefined ? 'Change the query, then try again.' : `Correct the ${FIELD_NAMES[field] ?? field}.`;
}

/** Fields of a request body come as `query.horizon`. */
function lastPart(field: string | undefined): string | undefined {
  return field?.split('.').at(-1);
}
