import type { Metadata } from '@grpc/grpc-js';
import { HeadroomError } from '#contract/errors.ts';
import { parseRole } from '#contract/roles.ts';
import { type Context, type Logger, logWith } from '../app/context.ts';
import type { Tracer } from '../app/ports/tracer.ts';
import { traceOrigin } from '../app/tracing/origin.ts';
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
      field: 'pluginContext',
      remedy: 'Send it through a Headroom data source.',
    });
  }
  return plugin.dataSourceInstanceSettings;
}

/**
 * Makes the context of one call: who asks, for which organisation and data source, until when.
 *
 * @param tracer goes on with the trace that the caller names
 */
export function toContext(
  call: CallInfo,
  plugin: PluginContext | undefined,
  log: Logger,
  nowMs: number,
  tracer?: Tracer
): Context {
  const instance = instanceOf(plugin);
  const aborter = new AbortController();
  call.on('cancelled', () => aborter.abort());
  const deadline = Number(call.getDeadline());
  const origin = traceOrigin((name) => call.metadata.get(name)[0]?.toString());
  const { traceId } = origin;
  const span = tracer?.continue(origin);
  const org = String(plugin?.orgId ?? 0);
  return {
    org,
    source: instance.uid,
    principal: plugin?.user?.login ?? SYSTEM_PRINCIPAL,
    role: plugin?.user === undefined ? 'Viewer' : parseRole(plugin.user.role),
    deadlineMs: Number.isFinite(deadline) ? deadline - SENDING_MS : nowMs + DEFAULT_DEADLINE_MS,
    signal: aborter.signal,
    traceId,
    ...(span === undefined ? {} : { span }),
    log: logWith(log, { traceId, org, source: instance.uid }),
  };
}
