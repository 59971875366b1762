import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { commonOptionsBuilder } from '@grafana/ui';
import { SEVERITIES } from '#model/anomaly/types.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import type { AnomalyOptions } from './options.ts';

const BROWSER = ['Detection in the browser'];

/** What can be chosen for a panel, with what it has at first. */
export function addAnomalyOptions(builder: PanelOptionsEditorBuilder<AnomalyOptions>): void {
  builder
    .addRadio({
      path: 'direction',
      name: 'Direction',
      description: 'Which side of the usual value is an anomaly. Queries of Headroom say it themselves.',
      category: BROWSER,
      defaultValue: 'both',
      settings: {
        options: [
          { value: 'both', label: 'Both' },
          { value: 'up', label: 'Above' },
          { value: 'down', label: 'Below' },
        ],
      },
    })
    .addSelect({
      path: 'threshold',
      name: 'From severity',
      description: 'The mildest severity that is shown. Queries of Headroom say it themselves.',
      category: BROWSER,
      defaultValue: 'warning',
      settings: { options: SEVERITIES.map((value) => ({ value, label: SEVERITY_LOOKS[value].label })) },
    });
  commonOptionsBuilder.addLegendOptions(builder, false);
}
