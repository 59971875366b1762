import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import {
  datasourceJsonSchema,
  type DatasourceJson,
  type SourceAuth,
  type SourceSettings,
  type SourceTls,
} from '#contract/settings.ts';
import type { DataSourceInstanceSettings } from './gen/pluginv2_pb.ts';

type Secrets = Readonly<Record<string, string>>;

/**
 * Reads the settings of a data source instance as Grafana sends them with every request.
 *
 * @param grafanaConfig what Grafana tells of itself; `GF_APP_URL` is where it answers
 * @throws HeadroomError `not_configured` naming the field that is missing or wrong
 */
export function toSourceSettings(
  instance: DataSourceInstanceSettings,
  grafanaConfig: Readonly<Record<string, string>>
): SourceSettings {
  const raw = readJson(instance.jsonData);
  const json = parseJson(raw);
  const secrets = instance.decryptedSecureJsonData;
  return json.sourceKind === 'grafana'
    ? throughGrafana(json, secrets, grafanaConfig)
    : direct(json, secrets, raw, instance);
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return bytes.byteLength === 0 ? {} : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new HeadroomError('not_configured', 'The settings of the data source are not JSON.', {
      field: 'jsonData',
      remedy: 'Correct the file that provisions the data source, or save it again on its configuration page.',
    });
  }
}

function parseJson(raw: unknown): DatasourceJson {
  try {
    return parseFields(datasourceJsonSchema, raw, 'jsonData');
  } catch (thrown) {
    const { message, field, remedy } = toHeadroomError(thrown);
    throw new HeadroomError('not_configured', message, {
      ...(field === undefined ? {} : { field }),
      remedy: `${remedy ?? 'Correct it.'} Save it on the configuration page of the data source.`,
      cause: thrown,
    });
  }
}

function direct(
  json: DatasourceJson,
  secrets: Secrets,
  raw: unknown,
  instance: DataSourceInstanceSettings
): SourceSettings {
  return {
    kind: 'direct',
    baseUrl: checkedUrl(instance.url, 'url', 'Prometheus server URL'),
    auth: directAuth(json, secrets, instance),
    headers: customHeaders(raw, secrets),
    tls: tlsOf(json, secrets),
    limits: json.limits,
    prices: json.prices,
  };
}

function throughGrafana(
  json: DatasourceJson,
  secrets: Secrets,
  config: Readonly<Record<string, string>>
): SourceSettings {
  const token = secrets['grafanaToken'] ?? '';
  if (json.grafanaSourceUid === '') {
    throw missing('grafanaSourceUid', 'No Prometheus data source is chosen.');
  }
  if (token === '') {
    throw missing('grafanaToken', 'The service account token of Grafana is missing.');
  }
  const grafana = checkedUrl(json.grafanaUrl || config['GF_APP_URL'] || '', 'grafanaUrl', 'Grafana URL');
  return {
    kind: 'grafana',
    baseUrl: `${grafana}/api/datasources/proxy/uid/${encodeURIComponent(json.grafanaSourceUid)}`,
    auth: { kind: 'bearer', token },
    headers: {},
    tls: tlsOf(json, secrets),
    limits: json.limits,
    prices: json.prices,
  };
}

function directAuth(json: DatasourceJson, secrets: Secrets, instance: DataSourceInstanceSettings): SourceAuth {
  if (instance.basicAuthEnabled) {
    return { kind: 'basic', user: instance.basicAuthUser, password: secrets['basicAuthPassword'] ?? '' };
  }
  const token = secrets['bearerToken'] ?? '';
  if (json.authKind === 'bearer') {
    if (token === '') {
      throw missing('bearerToken', 'The bearer token is missing.');
    }
    return { kind: 'bearer', token };
  }
  return { kind: 'none' };
}

/** Grafana's own convention: `httpHeaderName1` in the settings, `httpHeaderValue1` among the secrets. */
function customHeaders(raw: unknown, secrets: Secrets): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [key, name] of Object.entries(raw as Record<string, unknown>)) {
    const number = /^httpHeaderName(\d+)$/.exec(key)?.[1];
    if (number !== undefined && typeof name === 'string' && name !== '') {
      headers[name] = secrets[`httpHeaderValue${number}`] ?? '';
    }
  }
  return headers;
}

function tlsOf(json: DatasourceJson, secrets: Secrets): SourceTls {
  const { tlsCACert: ca, tlsClientCert: cert, tlsClientKey: key } = secrets;
  return {
    skipVerify: json.tlsSkipVerify,
    ...(json.tlsAuthWithCACert && ca ? { ca } : {}),
    ...(json.tlsAuth && cert ? { cert } : {}),
    ...(json.tlsAuth && key ? { key } : {}),
    ...(json.serverName === '' ? {} : { serverName: json.serverName }),
  };
}

function checkedUrl(text: string, field: string, title: string): string {
  if (text.trim() === '') {
    throw missing(field, `The ${title} is missing.`);
  }
  const url = URL.parse(text.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new HeadroomError('not_configured', `The ${title} is not an http or https address.`, {
      field,
      remedy: 'Write it like http://prometheus.monitoring:9090.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new HeadroomError('not_configured', `The ${title} holds a user name or password.`, {
      field,
      remedy: 'Take them out of the address and choose basic authentication instead.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function missing(field: string, message: string): HeadroomError {
  return new HeadroomError('not_configured', message, {
    field,
    remedy: 'Fill it in on the configuration page of the data source.',
  });
}
