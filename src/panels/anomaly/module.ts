import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { commonOptionsBuilder } from '@grafana/ui';
import { AnomalyPanel } from './AnomalyPanel.tsx';
import { addAnomalyOptions } from './option-fields.ts';
import type { AnomalyFieldConfig, AnomalyOptions } from './options.ts';
import { suggestAnomaly } from './suggestions.ts';

/** The panel plugin, as Grafana loads it. */
export const plugin = new PanelPlugin<AnomalyOptions, AnomalyFieldConfig>(AnomalyPanel)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: false, bySeriesSupport: true, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
      },
    },
    useCustomConfig: commonOptionsBuilder.addHideFrom,
  })
  .setPanelOptions(addAnomalyOptions)
  .setDataSupport({ annotations: true, alertStates: false })
  .setSuggestionsSupplier(suggestAnomaly);
