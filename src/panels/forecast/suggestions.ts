import { type VisualizationSuggestionsBuilder, VisualizationSuggestionScore } from '@grafana/data';
import { isEngineFrame } from './frames/engine-frame.ts';
import type { ForecastFieldConfig, ForecastOptions } from './options.ts';

const ID = 'headroom-forecast-panel';
/** As many samples as a forecast needs at the very least. */
const LEAST_ROWS = 10;

/** Offers the panel for series over time; for forecasts of the engine before all others. */
export const suggestForecast = {
  getSuggestionsForData: (builder: VisualizationSuggestionsBuilder): void => {
    const { hasTimeField, hasNumberField, rowCountMax } = builder.dataSummary;
    if (!hasTimeField || !hasNumberField || rowCountMax < LEAST_ROWS) {
      return;
    }
    const isOurs = (builder.data?.series ?? []).some(isEngineFrame);
    builder
      .getListAppender<ForecastOptions, ForecastFieldConfig>({
        name: 'Forecast',
        pluginId: ID,
        options: {},
        fieldConfig: { defaults: { custom: {} }, overrides: [] },
      })
      .append({
        name: 'Forecast',
        score: isOurs ? VisualizationSuggestionScore.Best : VisualizationSuggestionScore.OK,
      });
  },
};
