import type { ForecastAnswer } from '../../shared/api/forecast-api.ts';
import { formatAgo } from '../../shared/forecast/dates.ts';

/** Where an answer comes from, when it is not what the chosen model says. */
export function servedHint({ forecast, nowMs }: ForecastAnswer, model: string): string | undefined {
  const { served, stored } = forecast;
  if (served === 'stored' && stored !== undefined) {
    return `From the stored forecast “${stored.name}”, trained ${formatAgo(stored.trainedMs, nowMs)}.`;
  }
  return model === 'ensemble' && forecast.series.length > 0
    ? 'Preview by the quick models. The ensemble is trained once the forecast is saved.'
    : undefined;
}
