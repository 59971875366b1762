import { randomBytes } from 'node:crypto';
import type { Metadata } from '@grpc/grpc-js';
import { HeadroomError } from '#contract/errors.ts';
import { parseRole } from '#contract/roles.ts';
import type { Context, Logger } from '../app/context.ts';
import type { DataSourceInstanceSettings, PluginContext } from './gen/pluginv2_pb.ts';

/** Time that a call gets when the caller names no deadline. */
const DEFAULT_DEADLINE_MS = 60_000;
/** An answer that is ready at the deadline itself comes too late: the caller sees no more than a generic text. */
const SENDING_MS = 200;
/** Alert rules and other work of Grafana itself carry no user; they may read and nothing else. */
const SYSTEM_PRINCIPAL = 'alerting';

/** The parts of a gRPC call that a context is made from. */
export interface CallInfo {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** The data source instance of a call. */
export function instanceOf(plugin: PluginContext | undefined): DataSourceInstanceSettings {
  if (plugin?.dataSourceInstanceSettings === undefined) {
    throw new HeadroomError('not_configured', 'The request names no data source.', {
      remedy: 'Send it through a Headroom data source.',
    });
  }
  return plugin.dataSourceInstanceSettings;
}

/** Makes the context of one call: who asks, for which organisation and data source, until when. */
export function toContext(call: CallInfo, plugin: PluginContext | undefined, log: Logger, nowMs: number): Context {
  const instance = instanceOf(plugin);
  const aborter = new AbortController();
  call.on('cancelled', () => aborter.abort());
  const deadline = Number(call.getDeadline());
  const traceId = traceIdOf(call.metadata);
  const org = String(plugin?.orgId ?? 0);
  return {
    org,
    source: instance.uid,
    principal: plugin?.user?.login ?? SYSTEM_PRINCIPAL,
    role: plugin?.user === undefined ? 'Viewer' : parseRole(plugin.user.role),
    deadlineMs: Number.isFinite(deadline) ? deadline - SENDING_MS : nowMs + DEFAULT_DEADLINE_MS,
    signal: aborter.signal,
    traceId,
    log: withFields(log, { traceId, org, source: instance.uid }),
  };
}

/** The trace id of a W3C `traceparent`, else a fresh one. */
function traceIdOf(metadata: Metadata): string {
  const [parent] = metadata.get('traceparent');
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(parent?.toString() ?? '');
  return match?.[1] ?? randomBytes(16).toString('hex');
}

function withFields(log: Logger, fields: Readonly<Record<string, unknown>>): Logger {
  return {
    debug: (message, more) => log.debug(message, { ...fields, ...more }),
    info: (message, more) => log.info(message, { ...fields, ...more }),
    warn: (message, more) => log.warn(message, { ...fields, ...more }),
    error: (message, more) => log.error(message, { ...fields, ...more }),
  };
}
