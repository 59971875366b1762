import { type Context, type Logger, logWith } from './context.ts';
import type { Clock } from './ports/clock.ts';
import { freshOrigin } from './tracing/origin.ts';

const PATIENCE_MS = 30_000;

/** The engine itself, which looks at what a data source of an organisation has. */
export function engineContext(org: string, source: string, clock: Clock, log: Logger): Context {
  const { traceId } = freshOrigin();
  return {
    org,
    source,
    principal: 'engine',
    role: 'Viewer',
    deadlineMs: clock.now() + PATIENCE_MS,
    signal: AbortSignal.timeout(PATIENCE_MS),
    traceId,
    log: logWith(log, { traceId, org, source }),
    background: true,
  };
}
