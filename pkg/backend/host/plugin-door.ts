import { createSecureContext } from 'node:tls';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { HeadroomError } from '#contract/errors.ts';
import type { PluginDoorConfig } from '#contract/plugin-door.ts';
import { isLoopback, splitAddress } from '../app/listen-address.ts';
import { requireToken } from './door-token.ts';
import { bind, shutDown } from './grpc-server.ts';
import type { HostDeps } from './host-deps.ts';
import { SigningKeys } from './identity/signing-keys.ts';
import { createIdentityCheck } from './identity/verified-identity.ts';
import { addPluginServices } from './plugin-services.ts';

/** A running door for the plugin in Grafana. */
export interface PluginDoor {
  /** What the plugin is told as its engine's address. */
  readonly url: string;
  /** Lets running calls end for at most `graceMs`, then cuts them off. */
  stop(graceMs: number): Promise<void>;
}

/** Queries and bodies of resource calls; answers may be as large as they are. */
const MAX_REQUEST_BYTES = 16 << 20;

/**
 * Serves the plugin protocol over a network: by TLS unless on loopback, to whoever shows the token, and believing of users
 * only what their Grafana has signed.
 */
export async function servePluginDoor(
  { listen, tls, tokenSha256, grafana }: PluginDoorConfig,
  deps: Omit<HostDeps, 'identity'>
): Promise<PluginDoor> {
  const [hostname, port] = splitAddress(listen);
  if (tls === undefined && !isLoopback(hostname)) {
    throw new HeadroomError('not_configured', `Without TLS the plugin's door cannot listen on ${hostname}.`, {
      field: 'plugin.certFile',
      remedy: 'Set plugin.certFile and plugin.keyFile, or listen on 127.0.0.1.',
    });
  }
  const { hostname: grafanaHost, protocol } = new URL(grafana.url);
  if (protocol === 'http:' && !isLoopback(grafanaHost)) {
    deps.log.warn("Grafana's keys are read without TLS: who can change what goes over that network can be anybody.", {
      field: 'plugin.grafanaUrl',
      remedy: 'Write an https address, or keep others off that network.',
    });
  }
  const keys = new SigningKeys(grafana, deps.clock);
  const server = new Server({
    interceptors: [requireToken(tokenSha256)],
    'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
    'grpc.max_send_message_length': -1,
  });
  addPluginServices(server, { ...deps, identity: createIdentityCheck(keys, deps.clock) });
  const bound = await open(server, `${hostname}:${port}`, tls);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${hostname}:${bound}`,
    stop: async (graceMs) => {
      await shutDown(server, graceMs);
      await keys.close();
    },
  };
}

async function open(server: Server, address: string, tls: PluginDoorConfig['tls']): Promise<number> {
  const credentials = credentialsOf(tls);
  try {
    return await bind(server, address, credentials);
  } catch (cause) {
    throw new HeadroomError('not_configured', `Cannot listen on ${address} (${(cause as Error).message}).`, {
      field: 'plugin.listen',
      remedy: 'Choose another port or stop what uses it.',
      cause,
    });
  }
}

function credentialsOf(tls: PluginDoorConfig['tls']): ServerCredentials {
  if (tls === undefined) {
    return ServerCredentials.createInsecure();
  }
  const { cert, key } = tls;
  try {
    createSecureContext({ cert, key }); // gRPC would find out too late what is wrong
  } catch (cause) {
    throw new HeadroomError('not_configured', 'The certificate of the door for the plugin cannot be used.', {
      field: 'plugin.certFile',
      remedy: 'Name PEM files of a certificate and of the key that it was made for.',
      cause,
    });
  }
  return ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(key) }]);
}
