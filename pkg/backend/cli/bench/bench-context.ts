import { randomBytes } from 'node:crypto';
import type { Context } from '../../app/context.ts';
import type { CliAssembly } from '../serve.ts';

/** No benchmark takes longer. */
export const BENCH_DEADLINE_MS = 6 * 3_600_000;

/** The context of a benchmark: nobody in particular, with much time. */
export function benchContext(deadlineMs: number, assembly: CliAssembly): Context {
  return {
    org: '0',
    source: 'cli',
    principal: 'cli',
    role: 'Admin',
    deadlineMs,
    signal: AbortSignal.timeout(BENCH_DEADLINE_MS),
    traceId: randomBytes(16).toString('hex'),
    log: assembly.createLogger('warn'),
  };
}
