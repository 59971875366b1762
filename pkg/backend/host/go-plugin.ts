import { create } from '@bufbuild/protobuf';
import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type ConnInfo, type Empty, EmptySchema, type StdioData } from './gen/goplugin_pb.ts';
import {
  type HealthCheckRequest,
  type HealthCheckResponse,
  HealthCheckResponse_ServingStatus,
  HealthCheckResponseSchema,
} from './gen/health_pb.ts';

const COOKIE_KEY = 'grafana_plugin_type';
const COOKIE_VALUE = 'datasource';
const CORE_PROTOCOL = 1;
const PLUGIN_PROTOCOL = 2;

/** Whether Grafana started this process as a data source plugin. */
export function startedByGrafana(env: Readonly<Record<string, string | undefined>>): boolean {
  return env[COOKIE_KEY] === COOKIE_VALUE;
}

/** The line that tells the host where to connect; it must be the first on stdout. */
export function handshakeLine(socketPath: string): string {
  return `${CORE_PROTOCOL}|${PLUGIN_PROTOCOL}|unix|${socketPath}|grpc\n`;
}

/** Asks the process to stop, as the host does before it kills. */
export function controllerService(onShutdown: () => void): UntypedServiceImplementation {
  return {
    shutdown: (_call: ServerUnaryCall<Empty, Empty>, reply: sendUnaryData<Empty>) => {
      reply(null, create(EmptySchema));
      onShutdown();
    },
  };
}

/** Streams that the host keeps open and on which we have nothing to say: logs go to stderr, nothing is brokered. */
export function silentStreams(): { stdio: UntypedServiceImplementation; broker: UntypedServiceImplementation } {
  return {
    stdio: {
      streamStdio: (call: ServerWritableStream<Empty, StdioData>) => {
        call.on('cancelled', () => call.end());
      },
    },
    broker: {
      startStream: (call: ServerDuplexStream<ConnInfo, ConnInfo>) => {
        call.on('end', () => call.end());
        call.resume();
      },
    },
  };
}

/** Answers the host's ping; the truth about the engine is told by Diagnostics. */
export function healthService(): UntypedServiceImplementation {
  return {
    check: (
      _call: ServerUnaryCall<HealthCheckRequest, HealthCheckResponse>,
      reply: sendUnaryData<HealthCheckResponse>
    ) => {
      reply(null, create(HealthCheckResponseSchema, { status: HealthCheckResponse_ServingStatus.SERVING }));
    },
  };
}
