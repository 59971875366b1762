import type { HonoRequest } from 'hono';
import type * as z from 'zod';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';

/** A body as it was written and as its schema reads it. */
export interface Body<S extends z.ZodType> {
  readonly raw: z.input<S>;
  readonly value: z.output<S>;
}

/** The JSON of a request, checked by a schema; throws `invalid_argument`. */
export async function readBody<S extends z.ZodType>(request: HonoRequest, schema: S): Promise<Body<S>> {
  const raw = await readJson(request);
  const value = parseFields(schema, raw, 'body');
  return { raw: raw as z.input<S>, value };
}

async function readJson(request: HonoRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    throw new HeadroomError('invalid_argument', 'The request body is not JSON.', {
      field: 'body',
      remedy: 'Send one JSON object in UTF-8.',
      cause,
    });
  }
}
