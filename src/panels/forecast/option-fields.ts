import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { commonOptionsBuilder } from '@grafana/ui';
import type { ForecastOptions } from './options.ts';

const FORECAST = ['Forecast'];
const CAPACITY = ['Capacity'];

/** What can be chosen for a panel, with what it has at first. */
export function addForecastOptions(builder: PanelOptionsEditorBuilder<ForecastOptions>): void {
  builder
    .addTextInput({
      path: 'horizon',
      name: 'Horizon in the browser',
      description:
        'How far ahead data of other sources is forecast, such as 12h or 7d. Empty: half of the history shown, which is also the most.',
      category: FORECAST,
      defaultValue: '',
      settings: { placeholder: 'Half of the history' },
    })
    .addBooleanSwitch({
      path: 'extendAxis',
      name: 'Extend time axis',
      description: 'The time axis goes on to the end of the forecast.',
      category: FORECAST,
      defaultValue: true,
    })
    .addRadio({
      path: 'trust',
      name: 'Trust card',
      description: 'When the grade of the forecast is seen; a click on it shows the facts behind it.',
      category: FORECAST,
      defaultValue: 'corner',
      settings: {
        options: [
          { value: 'corner', label: 'Always' },
          { value: 'hover', label: 'On hover' },
          { value: 'off', label: 'Never' },
        ],
      },
    })
    .addRadio({
      path: 'capacitySource',
      name: 'Capacity',
      description: 'From the data: what the Headroom data source says. Threshold: the outermost one of the field.',
      category: CAPACITY,
      defaultValue: 'data',
      settings: {
        options: [
          { value: 'data', label: 'From data' },
          { value: 'number', label: 'Number' },
          { value: 'threshold', label: 'Threshold' },
        ],
      },
    })
    .addNumberInput({
      path: 'capacity',
      name: 'Capacity number',
      description: 'In the unit of the values.',
      category: CAPACITY,
      showIf: ({ capacitySource }) => capacitySource === 'number',
    })
    .addSelect({
      path: 'breachKind',
      name: 'Reaching it means',
      category: CAPACITY,
      defaultValue: 'at-capacity',
      settings: {
        options: [
          { value: 'at-capacity', label: 'At its capacity' },
          { value: 'full', label: 'Full' },
          { value: 'below', label: 'Below its limit' },
        ],
      },
    });
  commonOptionsBuilder.addLegendOptions(builder, false);
}
