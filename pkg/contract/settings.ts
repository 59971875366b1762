import * as z from 'zod';
import { type PriceBook, priceBookSchema } from './price-book.ts';

/** What a source may be asked for at most, and how hard. */
export const sourceLimitsSchema = z.object({
  maxSeries: z.number().int().min(1).max(50_000).default(500).meta({
    title: 'Series limit',
    description: 'A signal with more series than this is refused before its samples are read.',
  }),
  maxSamples: z.number().int().min(1_000).max(1_000_000_000).default(50_000_000).meta({
    title: 'Sample limit',
    description: 'A query that would make the server load more samples than this is refused.',
  }),
  concurrency: z.number().int().min(1).max(32).default(4).meta({
    title: 'Concurrent queries',
    description: 'How many queries may run on the server at once.',
  }),
  timeoutSeconds: z.number().min(1).max(300).default(20).meta({
    title: 'Query timeout',
    description: 'How long one query to the server may take.',
    unit: 's',
  }),
});

/** The `jsonData` of a Headroom data source. Names shared with Grafana's own data sources mean the same here. */
export const datasourceJsonSchema = z.object({
  sourceKind: z.enum(['direct', 'grafana']).default('direct').meta({
    title: 'Read from',
    description:
      'A Prometheus-compatible server by its URL, or a Prometheus data source that this Grafana already has.',
  }),
  grafanaSourceUid: z.string().max(200).default('').meta({
    title: 'Prometheus data source',
    description: 'The existing data source to read through.',
  }),
  grafanaUrl: z.string().max(2_000).default('').meta({
    title: 'Grafana URL',
    description: 'Where the engine reaches this Grafana. Empty: the address that Grafana itself states.',
  }),
  authKind: z.enum(['none', 'basic', 'bearer']).default('none').meta({
    title: 'Authentication',
    description: "How to prove who we are to the server. Basic also needs Grafana's own basicAuth and basicAuthUser.",
  }),
  tlsAuth: z.boolean().default(false).meta({
    title: 'TLS client authentication',
    description: 'Shows the client certificate of tlsClientCert and tlsClientKey to the server.',
  }),
  tlsAuthWithCACert: z.boolean().default(false).meta({
    title: 'Own certificate authority',
    description: 'Trusts the certificate authority of tlsCACert.',
  }),
  tlsSkipVerify: z.boolean().default(false).meta({
    title: 'Skip TLS verification',
    description: 'Takes any certificate, so that nobody knows who answers. For trying things out only.',
  }),
  serverName: z.string().max(500).default('').meta({
    title: 'Server name',
    description: "Name in the server's certificate, where it is not the one of the address.",
  }),
  limits: sourceLimitsSchema.prefault({}),
  prices: priceBookSchema.prefault({}),
});

/** What `secureJsonData` may hold, by key. Header values follow Grafana's `httpHeaderValue<n>` beside these. */
export const SECURE_SETTINGS = {
  basicAuthPassword: 'Password of basic authentication.',
  bearerToken: 'Token of bearer authentication.',
  grafanaToken: 'Token of a service account that may query the Prometheus data source to read through.',
  tlsCACert: 'PEM text of the certificate authority.',
  tlsClientCert: 'PEM text of the client certificate.',
  tlsClientKey: 'PEM text of its key.',
} as const;

/** The parsed `jsonData` of a data source. */
export type DatasourceJson = z.output<typeof datasourceJsonSchema>;
/** The `jsonData` as it is stored, defaults left out. */
export type DatasourceJsonInput = z.input<typeof datasourceJsonSchema>;
/** Limits towards a source. */
export type SourceLimits = z.output<typeof sourceLimitsSchema>;

/** How to prove who we are to a source. */
export type SourceAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** PEM texts and switches of a TLS connection. */
export interface SourceTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly skipVerify: boolean;
}

/**
 * One Prometheus-compatible HTTP API, ready to be asked. `baseUrl` ends before `/api/v1`; a Grafana data source is
 * its proxy URL. Holds secrets: never log it.
 */
export interface SourceSettings {
  readonly kind: 'direct' | 'grafana';
  readonly baseUrl: string;
  readonly auth: SourceAuth;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: SourceTls;
  readonly limits: SourceLimits;
  /** Of what is requested; default: a public list price. */
  readonly prices?: PriceBook;
}
