import { HeadroomError } from '#contract/errors.ts';
import { type Action, isAllowed, REQUIRED_ROLE, type Role } from '#contract/roles.ts';
import type { Span } from './ports/tracer.ts';

/** Structured logging; fields must never hold secrets. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A log whose every line carries these fields. */
export function logWith(log: Logger, fields: Readonly<Record<string, unknown>>): Logger {
  return {
    debug: (message, more) => log.debug(message, { ...fields, ...more }),
    info: (message, more) => log.info(message, { ...fields, ...more }),
    warn: (message, more) => log.warn(message, { ...fields, ...more }),
    error: (message, more) => log.error(message, { ...fields, ...more }),
  };
}

/**
 * Who asks, for which organisation and data source, and until when. The first argument of every use case and of
 * every port that does I/O.
 */
export interface Context {
  /** Grafana organisation, as decimal text; `0` for the command line. */
  readonly org: string;
  /** Uid of the data source instance whose settings are in force. */
  readonly source: string;
  /** Login of the caller, or `alerting` for a rule without a user. */
  readonly principal: string;
  readonly role: Role;
  /** Unix milliseconds after which an answer is of no use. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly traceId: string;
  /** The step of its trace that is under way; absent where nothing is traced. */
  readonly span?: Span;
  readonly log: Logger;
  /** Set when nobody waits for the answer; others come first. */
  readonly background?: boolean;
}

/** Throws `permission_denied` unless the caller's role may do the action. */
export function authorize(ctx: Context, action: Action): void {
  if (!isAllowed(ctx.role, action)) {
    throw new HeadroomError('permission_denied', `The role ${ctx.role} may not do "${action}".`, {
      field: 'role',
      remedy: `Ask for the role ${REQUIRED_ROLE[action]} in this Grafana organisation.`,
    });
  }
}
