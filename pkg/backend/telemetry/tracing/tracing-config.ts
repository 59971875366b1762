import type { EngineConfig } from '#contract/engine-config.ts';
import type { Sampler } from './sampler.ts';

/** How a trace is continued in a request's headers. */
export type Propagation = 'w3c' | 'jaeger';

/** Where spans go. */
export interface TraceReceiver {
  readonly protocol: 'grpc' | 'http';
  /** Of gRPC the server, of HTTP the resource that spans are posted to. */
  readonly url: URL;
  /** May hold credentials: never to be logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM file of the certificate authority; absent: those of Node. */
  readonly caFile?: string;
}

/** How the engine traces. */
export interface TracingConfig {
  readonly receiver: TraceReceiver;
  readonly propagations: readonly Propagation[];
  readonly sampler: Sampler;
  /** Whether what the caller decided on its trace goes before the sampler. */
  readonly isParentBased: boolean;
  /** What is said of this process with every batch. */
  readonly resource: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_SERVICE = 'headroom';

/**
 * How to trace by the setting `otlpEndpoint`, else by OpenTelemetry's environment, else by what Grafana tells its plugins
 * of its own tracing. Without any of them nothing is traced.
 *
 * @throws Error when an address is none, in words that do not quote it: it may hold a password
 */
export function tracingConfig(
  { otlpEndpoint, otlpProtocol }: Pick<EngineConfig, 'otlpEndpoint' | 'otlpProtocol'>,
  env: Environment
): TracingConfig | undefined {
  const resource = resourceOf(env);
  if (otlpEndpoint !== undefined) {
    const receiver = toReceiver('otlpEndpoint', otlpEndpoint, otlpProtocol, headersOf(env), env);
    return { receiver, propagations: ['w3c'], ...standardSampler(env), resource };
  }
  if (env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') {
    return undefined;
  }
  const standard = standardReceiver(env);
  if (standard !== undefined) {
    return { receiver: standard, propagations: ['w3c'], ...standardSampler(env), resource };
  }
  const address = env['GF_INSTANCE_OTLP_ADDRESS'] ?? '';
  if (address === '') {
    return undefined;
  }
  return {
    receiver: toReceiver('GF_INSTANCE_OTLP_ADDRESS', `http://${address}`, 'grpc', {}, env),
    propagations: grafanaPropagations(env['GF_INSTANCE_OTLP_PROPAGATION'] ?? ''),
    sampler: grafanaSampler(env),
    isParentBased: true,
    resource,
  };
}

function standardReceiver(env: Environment): TraceReceiver | undefined {
  const protocol = (env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL']) === 'grpc';
  const ofTraces = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  const ofAll = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  if (ofTraces !== '') {
    const name = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
    const receiver = toReceiver(name, ofTraces, protocol ? 'grpc' : 'http', headersOf(env), env);
    return { ...receiver, url: new URL(ofTraces) };
  }
  return ofAll === ''
    ? undefined
    : toReceiver('OTEL_EXPORTER_OTLP_ENDPOINT', ofAll, protocol ? 'grpc' : 'http', headersOf(env), env);
}

function toReceiver(
  name: string,
  text: string,
  protocol: TraceReceiver['protocol'],
  headers: TraceReceiver['headers'],
  env: Environment
): TraceReceiver {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new Error(`${name} is no address like http://collector:4317`);
  }
  const caFile = env['OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE'] ?? env['OTEL_EXPORTER_OTLP_CERTIFICATE'] ?? '';
  const path = `${url.pathname.replace(/\/+$/, '')}/v1/traces`;
  return {
    protocol,
    url: protocol === 'http' ? new URL(path, url) : url,
    headers,
    ...(caFile === '' ? {} : { caFile }),
  };
}

/** `name=value` pairs, commas between them, values percent-encoded. */
function headersOf(env: Environment): Record<string, string> {
  return pairsOf(env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '');
}

function pairsOf(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair): [string, string][] => {
    const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), decoded(value.trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function resourceOf(env: Environment): Record<string, string> {
  const given = pairsOf(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
  const version = env['GF_PLUGIN_VERSION'] ?? '';
  const name = env['OTEL_SERVICE_NAME'] ?? '';
  return {
    'service.name': DEFAULT_SERVICE,
    ...(version === '' ? {} : { 'service.version': version }),
    ...given,
    ...(name === '' ? {} : { 'service.name': name }),
  };
}

function standardSampler(env: Environment): Pick<TracingConfig, 'sampler' | 'isParentBased'> {
  const name = env['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  const isParentBased = name.startsWith('parentbased_');
  switch (name.replace('parentbased_', '')) {
    case 'always_off':
      return { sampler: { kind: 'ratio', ratio: 0 }, isParentBased };
    case 'traceidratio':
      return { sampler: { kind: 'ratio', ratio: numberOf(env['OTEL_TRACES_SAMPLER_ARG'], 1) }, isParentBased };
    default:
      return { sampler: { kind: 'ratio', ratio: 1 }, isParentBased };
  }
}

/** Grafana's `remote` sampler asks a server what to sample; we keep to the rate that it starts from. */
function grafanaSampler(env: Environment): Sampler {
  const param = numberOf(env['GF_INSTANCE_OTLP_SAMPLER_PARAM'], 1);
  return env['GF_INSTANCE_OTLP_SAMPLER_TYPE'] === 'rateLimiting'
    ? { kind: 'rate', perSecond: param }
    : { kind: 'ratio', ratio: param };
}

function grafanaPropagations(text: string): Propagation[] {
  const named = (['w3c', 'jaeger'] as const).filter((name) => text.split(',').some((one) => one.trim() === name));
  return named.length === 0 ? ['w3c'] : named;
}

function numberOf(text: string | undefined, otherwise: number): number {
  const number = Number.parseFloat(text ?? '');
  return Number.isFinite(number) ? number : otherwise;
}
