import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { commonOptionsBuilder } from '@grafana/ui';
import { ForecastPanel } from './ForecastPanel.tsx';
import { addForecastOptions } from './option-fields.ts';
import type { ForecastFieldConfig, ForecastOptions } from './options.ts';
import { suggestForecast } from './suggestions.ts';

/** The panel plugin, as Grafana loads it. */
export const plugin = new PanelPlugin<ForecastOptions, ForecastFieldConfig>(ForecastPanel)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: false, bySeriesSupport: true, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
      },
    },
    useCustomConfig: commonOptionsBuilder.addHideFrom,
  })
  .setPanelOptions(addForecastOptions)
  .setDataSupport({ annotations: true, alertStates: false })
  .setSuggestionsSupplier(suggestForecast);
