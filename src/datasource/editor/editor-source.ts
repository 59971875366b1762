import type { HeadroomOptions } from '../types.ts';

/**
 * Uid of the Prometheus data source whose own editor fits: the one that Headroom reads through, or the one that the
 * configuration names as reading the same server.
 */
export function editorSourceUid(options: HeadroomOptions): string | undefined {
  const uid = options.sourceKind === 'grafana' ? options.grafanaSourceUid : options.editorSourceUid;
  return uid === '' ? undefined : uid;
}

/** What is needed of a data source to tell what it reads. */
export interface PrometheusLike {
  readonly uid: string;
  readonly jsonData: object;
}

/** Uid of the first data source that reads the server at a URL; Grafana tells the URLs of Prometheus data sources. */
export function sourceWithUrl(url: string, sources: readonly PrometheusLike[]): string | undefined {
  const wanted = comparableUrl(url);
  return wanted === undefined ? undefined : sources.find((source) => comparableUrl(directUrl(source)) === wanted)?.uid;
}

/** Address of the server of a Prometheus data source; empty where Grafana does not tell it. */
export function directUrl({ jsonData }: Pick<PrometheusLike, 'jsonData'>): string {
  return 'directUrl' in jsonData && typeof jsonData.directUrl === 'string' ? jsonData.directUrl : '';
}

/** An address that is the same text for the same server; `undefined` for what is none. */
export function comparableUrl(text: string): string | undefined {
  try {
    const { origin, pathname } = new URL(text.trim());
    return origin === 'null' ? undefined : origin + pathname.replace(/\/+$/, '');
  } catch {
    return undefined;
  }
}

/** Whether a data source is Prometheus or one of its cloud editions, by its plugin id. */
export function isPrometheus({ type }: { readonly type: string }): boolean {
  return type === 'prometheus' || /^grafana-\w+prometheus-datasource$/.test(type);
}
