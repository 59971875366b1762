import { type VisualizationSuggestionsBuilder, VisualizationSuggestionScore } from '@grafana/data';
import { isAnomalyFrame } from './frames/anomaly-frame.ts';
import type { AnomalyFieldConfig, AnomalyOptions } from './options.ts';

const ID = 'headroom-anomaly-panel';
/** With fewer samples nothing is usual yet. */
const LEAST_ROWS = 30;

/** Offers the panel for series over time; for baselines and anomalies of the engine before all others. */
export const suggestAnomaly = {
  getSuggestionsForData: (builder: VisualizationSuggestionsBuilder): void => {
    const { hasTimeField, hasNumberField, rowCountMax } = builder.dataSummary;
    if (!hasTimeField || !hasNumberField || rowCountMax < LEAST_ROWS) {
      return;
    }
    const isOurs = (builder.data?.series ?? []).some(isAnomalyFrame);
    builder
      .getListAppender<AnomalyOptions, AnomalyFieldConfig>({
        name: 'Anomalies',
        pluginId: ID,
        options: {},
        fieldConfig: { defaults: { custom: {} }, overrides: [] },
      })
      .append({
        name: 'Anomalies',
        score: isOurs ? VisualizationSuggestionScore.Best : VisualizationSuggestionScore.OK,
      });
  },
};
