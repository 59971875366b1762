import type { SourceSettings } from '#contract/settings.ts';

/** Who answers, in words for people: `Prometheus at prometheus:9090`. */
export interface SourceName {
  readonly kind: SourceSettings['kind'];
  /** Host and port. */
  readonly host: string;
}

/** The server that a request reaches first, which for a proxied source is Grafana. */
export function serverOf(source: SourceName): string {
  return `${source.kind === 'grafana' ? 'Grafana' : 'Prometheus'} at ${source.host}`;
}
