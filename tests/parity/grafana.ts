import type { DecodedFrame } from '../support/decode-frame.ts';
import type { Range } from '../support/engine-plugin.ts';

/** A Headroom data source of a real Grafana, made for one test and removed afterwards. */
export interface GrafanaSource {
  /** The frames that a panel receives: one query through `/api/ds/query`. */
  query(query: object, range: Range): Promise<DecodedFrame[]>;
  remove(): Promise<void>;
}

/** Grafana's JSON form of a frame; `entities` lists the places of numbers that JSON has no word for. */
interface GrafanaFrame {
  readonly schema: {
    readonly name?: string;
    readonly refId?: string;
    readonly meta?: Record<string, unknown>;
    readonly fields: readonly {
      readonly name: string;
      readonly labels?: Record<string, string>;
      readonly config?: Record<string, unknown>;
    }[];
  };
  readonly data: { readonly values: readonly (readonly (number | string | null)[])[] };
}

/**
 * Makes a data source that reads the Prometheus at `prometheusUrl` in the Grafana of GRAFANA_URL, as GRAFANA_TOKEN or as
 * GRAFANA_USER with GRAFANA_PASSWORD (admin, admin). `undefined` when no GRAFANA_URL is given.
 */
export async function grafanaSource(prometheusUrl: string): Promise<GrafanaSource | undefined> {
  const base = process.env['GRAFANA_URL']?.replace(/\/+$/, '');
  if (base === undefined || base === '') {
    return undefined;
  }
  const uid = `headroom-parity-${Date.now().toString(36)}`;
  const type = 'headroom-capacity-datasource';
  await call(base, 'POST', '/api/datasources', { name: uid, uid, type, access: 'proxy', url: prometheusUrl });
  return {
    query: async (query, { fromMs, toMs }) => {
      const body = {
        from: String(fromMs),
        to: String(toMs),
        queries: [{ refId: 'A', datasource: { type, uid }, maxDataPoints: 1_000, intervalMs: 60_000, ...query }],
      };
      const answer = await call(base, 'POST', '/api/ds/query', body);
      const { results } = answer as { results: Record<string, { error?: string; frames?: GrafanaFrame[] }> };
      if (results['A']?.error !== undefined) {
        throw new Error(results['A'].error);
      }
      return (results['A']?.frames ?? []).map(toFrame);
    },
    remove: async () => {
      await call(base, 'DELETE', `/api/datasources/uid/${uid}`);
    },
  };
}

function toFrame({ schema, data }: GrafanaFrame): DecodedFrame {
  return {
    name: schema.name ?? '',
    refId: schema.refId ?? '',
    meta: schema.meta ?? {},
    fields: schema.fields.map(({ name, labels = {}, config = {} }, i) => ({
      name,
      labels,
      config,
      values: data.values[i] ?? [],
    })),
  };
}

async function call(base: string, method: string, path: string, body?: object): Promise<unknown> {
  const token = process.env['GRAFANA_TOKEN'];
  const user = process.env['GRAFANA_USER'] ?? 'admin';
  const password = process.env['GRAFANA_PASSWORD'] ?? 'admin';
  const authorization = token ? `Bearer ${token}` : `Basic ${btoa(`${user}:${password}`)}`;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path} answers ${response.status}: ${text}`);
  }
  return JSON.parse(text);
}
