import type { SourceOriginJson } from '#contract/rest.ts';
import { comparableUrl, editorSourceUid } from '../datasource/editor/editor-source.ts';
import type { HeadroomOptions } from '../datasource/types.ts';

/** A Headroom data source; `origin` is what its engine says that it reads, where that has been asked. */
export interface HeadroomReader {
  readonly uid: string;
  readonly options: HeadroomOptions;
  readonly origin?: SourceOriginJson | undefined;
}

/** A Prometheus data source as the host knows it. */
export interface PrometheusServer {
  readonly uid: string;
  /** Address of the server, where the host tells it. */
  readonly url?: string | undefined;
}

/** The data source that reads a server, and whether that is known rather than hoped. */
export interface Reader {
  readonly uid: string | undefined;
  readonly certainty: 'same' | 'other' | 'unknown';
}

/**
 * The Headroom data source that reads a Prometheus: by the uid that its settings name, else by the address of the server.
 * Without one the first of them answers: `other` when each is known to read another address directly.
 */
export function readerOf(server: PrometheusServer, readers: readonly HeadroomReader[]): Reader {
  const found =
    readers.find(({ options }) => editorSourceUid(options) === server.uid) ??
    readers.find(({ origin }) => readsAddress(origin, server));
  if (found !== undefined) {
    return { uid: found.uid, certainty: 'same' };
  }
  const isSettled = server.url !== undefined && readers.every(({ origin }) => origin?.kind === 'direct');
  return { uid: readers[0]?.uid, certainty: isSettled && readers.length > 0 ? 'other' : 'unknown' };
}

function readsAddress(origin: SourceOriginJson | undefined, { url }: PrometheusServer): boolean {
  const wanted = comparableUrl(url ?? '');
  return wanted !== undefined && origin?.kind === 'direct' && comparableUrl(origin.url) === wanted;
}
