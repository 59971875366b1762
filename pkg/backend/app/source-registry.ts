import type { SourceSettings } from '#contract/settings.ts';
import type { Source } from './forecast-signal.ts';
import type { SeriesReader } from './ports/series-reader.ts';
import { identifySource } from './source-identity.ts';

/** A reader that holds connections until it is closed. */
export type ClosableReader = SeriesReader & { close(): Promise<void> };

interface Entry {
  readonly org: string;
  readonly uid: string;
  readonly settingsText: string;
  readonly source: Source;
  readonly reader: ClosableReader;
}

/** Longer than any request or job may take, so that none that holds a replaced reader is cut off. */
const RETIRE_MS = 660_000;

/**
 * Keeps one reader a data source instance. Settings come with every request, so a reader is replaced as soon as they
 * differ, and closed when those who still hold it are done; background jobs use the settings that were seen last.
 */
export class SourceRegistry {
  private readonly entries = new Map<string, Entry>();
  private readonly retired = new Map<ClosableReader, NodeJS.Timeout>();
  private readonly openReader: (settings: SourceSettings) => ClosableReader;

  constructor(openReader: (settings: SourceSettings) => ClosableReader) {
    this.openReader = openReader;
  }

  /** The source of these settings, opened or replaced as needed. */
  open(org: string, uid: string, settings: SourceSettings): Source {
    const key = keyOf(org, uid);
    const settingsText = JSON.stringify(settings);
    const known = this.entries.get(key);
    if (known?.settingsText === settingsText) {
      return known.source;
    }
    const reader = this.openReader(settings);
    const origin = { kind: settings.kind, url: settings.baseUrl };
    const { prices } = settings;
    const identity = identifySource(settings);
    const source: Source = { reader, identity, origin, ...(prices === undefined ? {} : { prices }) };
    this.entries.set(key, { org, uid, settingsText, source, reader });
    if (known !== undefined) {
      this.retire(known.reader);
    }
    return source;
  }

  /** The source of an instance that has asked since the engine started. */
  find(org: string, uid: string): Source | undefined {
    return this.entries.get(keyOf(org, uid))?.source;
  }

  /** Organisation and uid of every instance that has asked since the engine started. */
  known(): { org: string; uid: string }[] {
    return [...this.entries.values()].map(({ org, uid }) => ({ org, uid }));
  }

  /** Closes every reader; one that cannot be closed holds up nobody. */
  async close(): Promise<void> {
    const readers = [...[...this.entries.values()].map(({ reader }) => reader), ...this.retired.keys()];
    this.retired.forEach((timer) => clearTimeout(timer));
    this.retired.clear();
    this.entries.clear();
    await Promise.allSettled(readers.map((reader) => reader.close()));
  }

  private retire(reader: ClosableReader): void {
    const timer = setTimeout(() => {
      this.retired.delete(reader);
      reader.close().catch(() => undefined); // nobody holds it any more
    }, RETIRE_MS);
    timer.unref();
    this.retired.set(reader, timer);
  }
}

function keyOf(org: string, uid: string): string {
  return JSON.stringify([org, uid]);
}
