import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { GRPCBroker, GRPCController, GRPCStdio } from './gen/goplugin_pb.ts';
import { Health } from './gen/health_pb.ts';
import { Data, Diagnostics, Resource, Stream } from './gen/pluginv2_pb.ts';
import { dataService } from './data-service.ts';
import { diagnosticsService } from './diagnostics-service.ts';
import { controllerService, handshakeLine, healthService, silentStreams } from './go-plugin.ts';
import type { HostDeps } from './host-deps.ts';
import { resourceService } from './resource-service.ts';
import { toServiceDefinition } from './service-definition.ts';
import { streamService } from './stream-service.ts';

/** A plugin server that the host can talk to. */
export interface PluginServer {
  /** The line for stdout that tells the host where to connect. */
  readonly handshake: string;
  /** Lets running calls end for at most `graceMs`, then cuts them off. */
  stop(graceMs: number): Promise<void>;
}

/** Serves the plugin protocol on a fresh Unix socket that only this user can open. */
export async function servePlugin(host: HostDeps): Promise<PluginServer> {
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  const { stdio, broker } = silentStreams();
  server.addService(toServiceDefinition(Health), healthService());
  server.addService(toServiceDefinition(GRPCController), controllerService(host.onShutdown));
  server.addService(toServiceDefinition(GRPCStdio), stdio);
  server.addService(toServiceDefinition(GRPCBroker), broker);
  server.addService(toServiceDefinition(Data), dataService(host));
  server.addService(toServiceDefinition(Resource), resourceService(host));
  server.addService(toServiceDefinition(Diagnostics), diagnosticsService(host));
  server.addService(toServiceDefinition(Stream), streamService(host));
  const path = join(tmpdir(), `headroom-${randomBytes(8).toString('hex')}.sock`);
  await bind(server, path);
  chmodSync(path, 0o600);
  return {
    handshake: handshakeLine(path),
    stop: async (graceMs) => {
      await shutDown(server, graceMs);
      rmSync(path, { force: true });
    },
  };
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`unix:${path}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve()
    );
  });
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
