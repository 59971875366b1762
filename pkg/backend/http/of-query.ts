import { HeadroomError } from '#contract/errors.ts';

/** What came of the query in a body; where its fields do not fit together, the field is named by its place in the body. */
export async function ofQuery<T>(query: object, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw thrown instanceof HeadroomError && thrown.field !== undefined && thrown.field in query
      ? placedIn('query', thrown, thrown.field)
      : thrown;
  }
}

function placedIn(place: string, error: HeadroomError, field: string): HeadroomError {
  const { code, message, remedy, retryAfterSeconds } = error;
  return new HeadroomError(code, message, {
    field: `${place}.${field}`,
    ...(remedy === undefined ? {} : { remedy }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    cause: error.cause,
  });
}
