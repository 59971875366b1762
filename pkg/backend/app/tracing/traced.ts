import type { Context } from '../context.ts';
import type { Span, SpanAttributes, SpanKind } from '../ports/tracer.ts';

/** What may be told of a step while it is under way. */
export type Telling = Pick<Span, 'set'>;

const UNTRACED: Telling = { set: () => undefined };

/**
 * Runs work as a step of the context's trace: steps of the work are children of it, and what it throws makes it a failed
 * one. Without a trace it only runs the work.
 */
export async function traced<T>(
  ctx: Context,
  step: { readonly name: string; readonly kind?: SpanKind; readonly attributes?: SpanAttributes },
  work: (ctx: Context, telling: Telling) => Promise<T> | T
): Promise<T> {
  const span = ctx.span?.child(step.name, step.kind ?? 'internal', step.attributes);
  if (span === undefined) {
    return work(ctx, UNTRACED);
  }
  try {
    const result = await work({ ...ctx, span }, span);
    span.end();
    return result;
  } catch (thrown) {
    span.end(thrown);
    throw thrown;
  }
}
