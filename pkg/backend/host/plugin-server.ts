import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { GRPCBroker, GRPCController, GRPCStdio } from './gen/goplugin_pb.ts';
import { controllerService, handshakeLine, silentStreams } from './go-plugin.ts';
import { bind, shutDown } from './grpc-server.ts';
import type { HostDeps } from './host-deps.ts';
import { addPluginServices } from './plugin-services.ts';
import { toServiceDefinition } from './service-definition.ts';

/** A plugin server that the host can talk to. */
export interface PluginServer {
  /** The line for stdout that tells the host where to connect. */
  readonly handshake: string;
  /** Lets running calls end for at most `graceMs`, then cuts them off. */
  stop(graceMs: number): Promise<void>;
}

/** Serves the plugin protocol on a fresh Unix socket that only this user can open. */
export async function servePlugin(host: HostDeps, onShutdown: () => void): Promise<PluginServer> {
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  const { stdio, broker } = silentStreams();
  server.addService(toServiceDefinition(GRPCController), controllerService(onShutdown));
  server.addService(toServiceDefinition(GRPCStdio), stdio);
  server.addService(toServiceDefinition(GRPCBroker), broker);
  addPluginServices(server, host);
  const path = join(tmpdir(), `headroom-${randomBytes(8).toString('hex')}.sock`);
  await bind(server, `unix:${path}`, ServerCredentials.createInsecure());
  chmodSync(path, 0o600);
  return {
    handshake: handshakeLine(path),
    stop: async (graceMs) => {
      await shutDown(server, graceMs);
      rmSync(path, { force: true });
    },
  };
}
