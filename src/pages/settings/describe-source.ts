import { priceBookSchema } from '#contract/price-book.ts';
import { datasourceJsonSchema, sourceLimitsSchema } from '#contract/settings.ts';
import type { SourceSettingsJson } from '../../shared/setup/headroom-source.ts';

/** One line about a data source. */
export interface SourceFact {
  readonly label: string;
  readonly value: string;
}

const PRICES = ['cpuCoreHour', 'memoryGibHour', 'storageGibMonth'] as const;
const LIMITS = ['maxSeries', 'maxSamples', 'concurrency', 'timeoutSeconds'] as const;

/** What a data source reads, its limits towards it, and what capacity costs. */
export function describeSource({ url, jsonData = {} }: SourceSettingsJson): SourceFact[] {
  const parsed = datasourceJsonSchema.safeParse(jsonData);
  if (!parsed.success) {
    return [{ label: 'Settings', value: 'Damaged; open the configuration and save it again.' }];
  }
  const { sourceKind, grafanaSourceUid, limits, prices } = parsed.data;
  const reads =
    sourceKind === 'direct' ? url || 'Not configured' : `Grafana data source ${grafanaSourceUid || '(none chosen)'}`;
  return [
    { label: 'Reads', value: reads },
    ...LIMITS.map((name) => {
      const { title = name, unit } = sourceLimitsSchema.shape[name].meta() ?? {};
      const value = limits[name].toLocaleString('en-GB');
      return { label: title, value: typeof unit === 'string' ? `${value} ${unit}` : value };
    }),
    ...PRICES.map((name) => {
      const { title = name, unit } = priceBookSchema.shape[name].meta() ?? {};
      return { label: title, value: `${prices[name]} ${prices.currency} ${typeof unit === 'string' ? unit : ''}` };
    }),
  ];
}
