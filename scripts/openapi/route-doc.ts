import type * as z from 'zod';
import type { ErrorCode } from '../../pkg/contract/errors.ts';
import type { Action } from '../../pkg/contract/roles.ts';

/** What the document says of a route beside its answer. */
export interface RouteDoc {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The action whose role it needs at least. */
  readonly action: Action;
  readonly status: 200 | 201 | 202 | 204;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Takes the header `Idempotency-Key`. */
  readonly isRepeatable?: true;
  /** Whether it reads Prometheus, whose errors it passes on. */
  readonly reads?: true;
  /** Errors of its own, beside those that any route may answer. */
  readonly errors?: readonly ErrorCode[];
}
