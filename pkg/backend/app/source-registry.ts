import type { SourceSettings } from '#contract/settings.ts';
import type { Source } from './forecast-signal.ts';
import type { SeriesReader } from './ports/series-reader.ts';

/** A reader that holds connections until it is closed. */
export type ClosableReader = SeriesReader & { close(): Promise<void> };

interface Entry {
  readonly org: string;
  readonly uid: string;
  readonly settingsText: string;
  readonly source: Source;
  readonly reader: ClosableReader;
}

/**
 * Keeps one reader a data source instance. Settings come with every request, so a reader is replaced as soon as they
 * differ; background jobs use the settings that were seen last.
 */
export class SourceRegistry {
  private readonly entries = new Map<string, Entry>();
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
    const source: Source = { reader, settings };
    this.entries.set(key, { org, uid, settingsText, source, reader });
    void known?.reader.close();
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

  async close(): Promise<void> {
    await Promise.all([...this.entries.values()].map(({ reader }) => reader.close()));
    this.entries.clear();
  }
}

function keyOf(org: string, uid: string): string {
  return JSON.stringify([org, uid]);
}
