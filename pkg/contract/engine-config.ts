import * as z from 'zod';
import { listenAddress, pluginDoorSchema, tokenDigest } from './plugin-door.ts';
import { type Role, ROLES } from './roles.ts';
import { sourceLimitsSchema } from './settings.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

const OTLP_PROTOCOLS = ['grpc', 'http'] as const;

/** Number of a Grafana organisation; 0 where there is none. */
const organisation = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const httpUrl = z.url({ protocol: /^https?$/, error: 'It is no address. Write one like http://prometheus:9090.' });

/** A Prometheus-compatible server that `serve` may be asked about. */
const configuredSourceSchema = z.strictObject({
  url: httpUrl.meta({ title: 'URL', description: 'Base address of the server, before /api/v1.' }),
  basicAuth: z
    .strictObject({
      user: z.string().min(1).meta({ description: 'User name of basic authentication.' }),
      passwordFile: z.string().min(1).meta({ description: 'File that holds its password.' }),
    })
    .optional(),
  bearerTokenFile: z.string().min(1).optional().meta({ description: 'File that holds a bearer token.' }),
  caFile: z.string().min(1).optional().meta({ description: 'PEM file of the certificate authority.' }),
  organisations: z.array(organisation).min(1).optional().meta({
    description: 'Whose callers may ask it; for others it does not exist. Default: the callers of every organisation.',
  }),
  limits: sourceLimitsSchema.prefault({}),
});

/** A caller of the HTTP door. Only the digest of the token is kept. */
const callerSchema = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'Who it is, for the log and the audit log.' }),
    role: z.enum(ROLES).meta({ description: 'What the caller may do.' }),
    organisation: organisation.default(0).meta({
      description:
        'Whose forecasts, decisions, jobs and audit entries it sees. What one organisation stores, no other sees.',
    }),
    tokenSha256: tokenDigest.optional().meta({ description: 'SHA-256 of the bearer token, as 64 hexadecimal digits.' }),
    tokenFile: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'File that holds the bearer token, such as a mounted secret. Read at start.' }),
  })
  .refine(({ tokenSha256, tokenFile }) => (tokenSha256 === undefined) !== (tokenFile === undefined), {
    error: 'A caller needs either tokenSha256 or tokenFile. Set one of them.',
  });

/** The configuration of the engine: the file of `serve`, and the `[plugin.<id>]` keys of Grafana's ini. */
export const engineConfigSchema = z.strictObject({
  stateDir: z.string().min(1).optional().meta({
    title: 'State directory',
    description: 'Where the engine keeps its database. One engine a directory.',
  }),
  logLevel: z.enum(LOG_LEVELS).default('info').meta({
    title: 'Log level',
    description: 'The least grave messages that are logged.',
  }),
  workers: z.coerce.number().int().min(1).max(64).optional().meta({
    title: 'Workers',
    description: 'Threads that fit models. Default: one a core, at most four.',
  }),
  cacheMegabytes: z.coerce.number().int().min(1).max(4_096).default(32).meta({
    title: 'Forecast cache',
    description: 'Memory for forecasts that were asked for recently.',
    unit: 'MB',
  }),
  otlpEndpoint: httpUrl.optional().meta({
    title: 'Receiver of traces',
    description: 'Address of an OpenTelemetry collector. Default: what OTEL_EXPORTER_OTLP_ENDPOINT or Grafana says.',
  }),
  otlpProtocol: z.enum(OTLP_PROTOCOLS).default('grpc').meta({
    title: 'Protocol of traces',
    description: 'How spans are sent to otlpEndpoint: grpc, mostly port 4317, or http, mostly port 4318.',
  }),
  listen: listenAddress
    .default('127.0.0.1:8686')
    .meta({ title: 'Listen', description: 'Address of the HTTP door of serve.' }),
  plugin: pluginDoorSchema.optional().meta({
    description: 'The door for the plugin in Grafana. Without it, serve has no such door.',
  }),
  sources: z
    .record(
      z.string().regex(/^[A-Za-z0-9_-]+$/, 'A name of a source has other signs. Write letters, digits, _ and -.'),
      configuredSourceSchema
    )
    .default({}),
  callers: z.array(callerSchema).default([]).meta({
    description: 'Who may call over HTTP. Without any, serve listens on loopback only and lets every local caller in.',
  }),
});

/** The parsed configuration of the engine. */
export type EngineConfig = z.output<typeof engineConfigSchema>;
/** A caller whose token file has been read. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly organisation: number;
  readonly tokenSha256: string;
}
/** What the HTTP door needs to know of the configuration. */
export interface DoorConfig {
  readonly listen: string;
  readonly callers: readonly Caller[];
}
/** One source of the configuration file. */
export type ConfiguredSource = EngineConfig['sources'][string];
