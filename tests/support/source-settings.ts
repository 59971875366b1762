import type { SourceLimits, SourceSettings } from '../../pkg/contract/settings.ts';

const LIMITS: SourceLimits = { maxSeries: 500, maxSamples: 50_000_000, concurrency: 4, timeoutSeconds: 20 };

/** Settings of a source at `baseUrl`, without credentials unless they are given. */
export function settingsOf(
  baseUrl: string,
  { limits, ...rest }: Partial<Omit<SourceSettings, 'limits'>> & { limits?: Partial<SourceLimits> } = {}
): SourceSettings {
  return {
    kind: 'direct',
    baseUrl,
    auth: { kind: 'none' },
    headers: {},
    tls: { skipVerify: false },
    limits: { ...LIMITS, ...limits },
    ...rest,
  };
}
