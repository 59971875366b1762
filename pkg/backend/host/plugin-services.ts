import type { Server } from '@grpc/grpc-js';
import { dataService } from './data-service.ts';
import { diagnosticsService } from './diagnostics-service.ts';
import { Health } from './gen/health_pb.ts';
import { Data, Diagnostics, Resource, Stream } from './gen/pluginv2_pb.ts';
import { healthService } from './go-plugin.ts';
import type { HostDeps } from './host-deps.ts';
import { resourceService } from './resource-service.ts';
import { toServiceDefinition } from './service-definition.ts';
import { streamService } from './stream-service.ts';

/** What a plugin answers, whether its host is at the other end of a socket or of a network. */
export function addPluginServices(server: Server, host: HostDeps): void {
  server.addService(toServiceDefinition(Health), healthService());
  server.addService(toServiceDefinition(Data), dataService(host));
  server.addService(toServiceDefinition(Resource), resourceService(host));
  server.addService(toServiceDefinition(Diagnostics), diagnosticsService(host));
  server.addService(toServiceDefinition(Stream), streamService(host));
}
