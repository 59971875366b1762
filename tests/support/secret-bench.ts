import { expect } from 'vitest';
import type { Asker } from './access-doors.ts';
import { CARELESS_SCRIPTS } from './careless-servers.ts';
import { type CertifiedKey, createAuthority } from './certificates.ts';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.ts';
import { type PlantedSecret, plantKey, plantSecret, secretsIn } from './planted-secrets.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** Who drives the engine through its paths. */
export const ADMIN: Asker = { org: 1, role: 'Admin' };

/** Something that came out of an engine, and where. */
export interface Shown {
  readonly place: string;
  readonly content: string | Uint8Array;
}

/** Expects that none of the secrets stands in what was shown, in any form. */
export function expectNone(secrets: readonly PlantedSecret[], shown: readonly Shown[]): void {
  const found = shown.map(({ place, content }) => ({ place, secrets: secretsIn(secrets, content) }));
  expect(found.filter((one) => one.secrets.length > 0)).toEqual([]);
}

/** Secrets by what they are. */
export const SECRETS = {
  password: plantSecret('password of basic authentication'),
  bearer: plantSecret('bearer token'),
  grafana: plantSecret('token of a Grafana service account'),
  header: plantSecret('value of a header'),
  url: plantSecret('password in an address'),
  caller: plantSecret('token of a caller'),
  door: plantSecret('token of the plugin in Grafana'),
  receiver: plantSecret('header for the receiver of traces'),
  cookie: plantSecret('cookie and identity of a person'),
};

/** Careless servers, a receiver of traces, and a client certificate whose key is a secret as well. */
export interface SecretBench {
  readonly authority: string;
  readonly certified: CertifiedKey;
  readonly receiver: OtlpReceiver;
  readonly planted: readonly PlantedSecret[];
  readonly servers: ReadonlyMap<string, ScriptedServer>;
  readonly urlOf: (server: string) => string;
  /** Has an engine send traces, with a secret for the receiver. */
  readonly traceEnv: Readonly<Record<string, string>>;
  /** All that the receiver was told, but for the header that is meant for it. */
  readonly traced: () => Shown[];
  /** Paths and parameters that servers were asked with: proxies log these. */
  readonly requested: () => Shown[];
  readonly stop: () => Promise<void>;
}

/** Starts everything that knows secrets or repeats them. */
export async function startSecretBench(): Promise<SecretBench> {
  const authority = await createAuthority();
  const certified = await authority.issue('IP:127.0.0.1');
  const receiver = await startOtlpReceiver();
  const servers = new Map<string, ScriptedServer>();
  for (const [name, script] of Object.entries(CARELESS_SCRIPTS)) {
    servers.set(name, await startScriptedServer(script));
  }
  const tls = { ...certified, ca: authority.cert, requestCert: true };
  servers.set('tls', await startScriptedServer(CARELESS_SCRIPTS['good'] ?? expect.fail('There is no good one.'), tls));
  return {
    authority: authority.cert,
    certified,
    receiver,
    planted: [...Object.values(SECRETS), plantKey('key of a certificate', certified.key)],
    servers,
    urlOf: (server) => servers.get(server)?.url ?? expect.fail(`There is no server "${server}".`),
    traceEnv: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${encodeURIComponent(SECRETS.receiver.text)}`,
    },
    traced: () => receiver.spans.map((span) => ({ place: `span ${span.name}`, content: JSON.stringify(span, plain) })),
    requested: () => [...servers].flatMap(([name, { received }]) => received.map((one) => addressOf(name, one))),
    stop: async () => {
      await Promise.all([...servers.values()].map((server) => server.close()));
      await receiver.stop();
      await authority.cleanup();
    },
  };
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function addressOf(name: string, { path, params }: ScriptedServer['received'][number]): Shown {
  return { place: `address at ${name}`, content: `${path}?${params.toString()}` };
}
