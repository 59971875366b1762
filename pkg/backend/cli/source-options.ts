import { randomBytes } from 'node:crypto';
import { HeadroomError } from '#contract/errors.ts';
import { sourceLimitsSchema, type SourceSettings } from '#contract/settings.ts';
import type { Context, Logger } from '../app/context.ts';

const DEADLINE_MS = 300_000;

/** The settings of a server that is named by its address alone. */
export function sourceSettings(url: string | undefined): SourceSettings {
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new HeadroomError('invalid_argument', 'The address of the Prometheus server is missing or wrong.', {
      field: 'url',
      remedy: 'Pass it like --url http://localhost:9090.',
    });
  }
  return {
    kind: 'direct',
    baseUrl: `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`,
    auth:
      parsed.username === ''
        ? { kind: 'none' }
        : { kind: 'basic', user: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) },
    headers: {},
    tls: { skipVerify: false },
    limits: sourceLimitsSchema.parse({}),
  };
}

/** Who asks on the command line: somebody who may do everything, within five minutes. */
export function commandContext(nowMs: number, log: Logger): Context {
  return {
    org: '0',
    source: 'cli',
    principal: 'cli',
    role: 'Admin',
    deadlineMs: nowMs + DEADLINE_MS,
    signal: AbortSignal.timeout(DEADLINE_MS),
    traceId: randomBytes(16).toString('hex'),
    log,
  };
}
