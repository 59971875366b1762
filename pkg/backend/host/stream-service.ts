import { create } from '@bufbuild/protobuf';
import {
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { isAllowed } from '#contract/roles.ts';
import { describeFailure } from '../app/describe-failure.ts';
import type { JobEvent } from '../app/job-events.ts';
import {
  type PublishStreamRequest,
  type PublishStreamResponse,
  PublishStreamResponse_Status as PublishStatus,
  PublishStreamResponseSchema,
  type RunStreamRequest,
  type StreamPacket,
  StreamPacketSchema,
  type SubscribeStreamRequest,
  type SubscribeStreamResponse,
  SubscribeStreamResponse_Status as SubscribeStatus,
  SubscribeStreamResponseSchema,
} from './gen/pluginv2_pb.ts';
import { believed, type HostDeps } from './host-deps.ts';
import { type CallInfo, instanceOf, toContext } from './request-context.ts';

/** The one channel so far: what becomes of refresh jobs, `ds/<uid>/jobs`. */
const JOBS_PATH = 'jobs';

/** Answers Grafana Live: who may subscribe, and the packets of a channel. Nobody may publish. */
export function streamService(host: HostDeps): UntypedServiceImplementation {
  return {
    subscribeStream: (
      call: ServerUnaryCall<SubscribeStreamRequest, SubscribeStreamResponse>,
      reply: sendUnaryData<SubscribeStreamResponse>
    ) => {
      subscription(call, host).then(
        (status) => reply(null, create(SubscribeStreamResponseSchema, { status })),
        (thrown: unknown) => {
          host.log.info('subscription refused', { reason: describeFailure(thrown) });
          reply(null, create(SubscribeStreamResponseSchema, { status: SubscribeStatus.PERMISSION_DENIED }));
        }
      );
    },
    publishStream: (
      _call: ServerUnaryCall<PublishStreamRequest, PublishStreamResponse>,
      reply: sendUnaryData<PublishStreamResponse>
    ) => {
      reply(null, create(PublishStreamResponseSchema, { status: PublishStatus.PERMISSION_DENIED }));
    },
    runStream: (call: ServerWritableStream<RunStreamRequest, StreamPacket>) => {
      watch(call, host).catch((thrown: unknown) => {
        host.log.info('stream refused', { reason: describeFailure(thrown) });
        endRefused(call, toHeadroomError(thrown));
      });
    },
  };
}

/** Grafana opens a stream again that ended by an error, and leaves one that ended without. */
function endRefused(call: ServerWritableStream<RunStreamRequest, StreamPacket>, error: HeadroomError): void {
  if (error.culprit === 'user') {
    call.end();
  } else {
    call.emit('error', { code: status.UNAVAILABLE, details: error.sentence });
  }
}

/**
 * A stream is asked for by itself: that somebody may subscribe was another call. After a restart of the engine Grafana asks
 * for it by the identity that its first watcher had, however old.
 */
async function watch(call: ServerWritableStream<RunStreamRequest, StreamPacket>, host: HostDeps): Promise<void> {
  const subscribed = await subscription(call, host, true);
  if (subscribed !== SubscribeStatus.OK || call.cancelled) {
    call.end();
    return;
  }
  const { pluginContext } = call.request;
  const org = String(pluginContext?.orgId ?? 0);
  const end = host.engine.jobEvents.subscribe(org, instanceOf(pluginContext).uid, (event) => {
    call.write(create(StreamPacketSchema, { data: Buffer.from(JSON.stringify(toJsonFrame(event))) }));
  });
  call.on('cancelled', () => {
    end();
    call.end();
  });
}

async function subscription(
  call: CallInfo & { readonly request: SubscribeStreamRequest | RunStreamRequest },
  host: HostDeps,
  evenExpired = false
): Promise<SubscribeStatus> {
  const { path, headers } = call.request;
  const pluginContext = await believed(host, call.request.pluginContext, headers, evenExpired);
  if (path !== JOBS_PATH || pluginContext?.dataSourceInstanceSettings === undefined) {
    return SubscribeStatus.NOT_FOUND;
  }
  const ctx = toContext(call, pluginContext, host.log, host.clock.now());
  return isAllowed(ctx.role, 'engine.read') ? SubscribeStatus.OK : SubscribeStatus.PERMISSION_DENIED;
}

/** Grafana's JSON form of a data frame with one row. */
function toJsonFrame({ atMs, id, kind, state, message }: JobEvent) {
  const string = (name: string) => ({ name, type: 'string', typeInfo: { frame: 'string', nullable: false } });
  return {
    schema: {
      name: 'jobs',
      fields: [
        { name: 'time', type: 'time', typeInfo: { frame: 'time.Time', nullable: false } },
        string('job'),
        string('kind'),
        string('state'),
        string('message'),
      ],
    },
    data: { values: [[atMs], [id], [kind], [state], [message]] },
  };
}
