import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { Diagnostics } from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { createAuthority } from './certificates.ts';
import { freePort } from './free-port.ts';
import { createSigner, type GrafanaSigner } from './grafana-signer.ts';
import { type GrafanaAsker, type GrafanaSettings, type PluginCalls, pluginCalls } from './plugin-calls.ts';
import { protocolClient } from './plugin-client.ts';
import type { PluginDoor } from './plugin-door.ts';
import { sendJson, startScriptedServer } from './scripted-server.ts';
import { openServiceDoor } from './service-door.ts';
import { identityOf } from './wrong-identities.ts';

/** How to serve. */
export interface ForwardedDoorOptions {
  /** Holds state, configuration, certificate and token; the caller's to remove. */
  readonly directory: string;
  readonly settingsOf: (source: string) => GrafanaSettings;
  /** What the plugin in Grafana shows. */
  readonly token?: string;
  /** Options beside these, and variables of the environment. */
  readonly more?: object;
  readonly env?: Readonly<Record<string, string>>;
}

/** The engine as a service that a plugin forwards to. Everybody shows the identity that Grafana has signed for them. */
export interface ForwardedDoor extends PluginDoor {
  /** Grafana's key. */
  readonly signer: GrafanaSigner;
  /** The same calls by somebody who shows other identities than their own: none, one or several. */
  showing(...identities: readonly string[]): PluginCalls;
  /** The same calls by a plugin with another token. */
  withToken(token: string): PluginCalls;
}

/** Starts `serve --plugin-listen` with TLS, and a Grafana that publishes the keys of its identities. */
export async function openForwardedDoor(options: ForwardedDoorOptions): Promise<ForwardedDoor> {
  const { directory, settingsOf, token = 'token of the door', more, env = {} } = options;
  const signer = createSigner();
  const grafana = await startScriptedServer((_request, response) => sendJson(response, { keys: [signer.jwk] }));
  const authority = await createAuthority();
  const host = `127.0.0.1:${await freePort()}`;
  const plugin = await writeFiles(directory, { ...(await authority.issue('IP:127.0.0.1')), token });
  const service = await openServiceDoor({
    ...{ directory, env, sources: {}, orgs: [] },
    more: { ...more, plugin: { ...plugin, grafanaUrl: grafana.url } },
    args: ['--plugin-listen', host],
  });
  const tls = credentials.createSsl(Buffer.from(authority.cert));
  const open = (shown: string) => protocolClient(new Client(host, tls), bearer(shown));
  const client = open(token);
  const others: { close(): void }[] = [];
  const identitiesOf = (as: GrafanaAsker) =>
    as.role === undefined ? [] : [identityOf(signer, { ...as, role: as.role })];
  return {
    ...pluginCalls(client, { settingsOf, identitiesOf }),
    signer,
    showing: (...identities) => pluginCalls(client, { settingsOf, identitiesOf: () => identities }),
    withToken: (shown) => {
      const other = open(shown);
      others.push(other);
      return pluginCalls(other, { settingsOf, identitiesOf });
    },
    metrics: async () => {
      const { metrics } = await client.unary(Diagnostics.method.collectMetrics, {});
      return { status: 200, text: new TextDecoder().decode(metrics?.prometheus) };
    },
    log: () => service.log(),
    stop: async () => {
      [client, ...others].forEach((one) => one.close());
      await service.stop();
      await grafana.close();
      await authority.cleanup();
    },
  };
}

function bearer(token: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

/** Gives the options that name the files. */
async function writeFiles(directory: string, { cert, key, token }: Record<'cert' | 'key' | 'token', string>) {
  const [certFile, keyFile, tokenFile] = ['door.pem', 'door.key', 'door.token'].map((name) => join(directory, name));
  await writeFile(certFile!, cert);
  await writeFile(keyFile!, key);
  await writeFile(tokenFile!, token);
  return { certFile, keyFile, tokenFile };
}
