import { updateDatasourcePluginJsonDataOption } from '@grafana/data';
import { ConfigSection, DataSourceDescription } from '@grafana/plugin-ui';
import { config } from '@grafana/runtime';
import { Alert, Box, Divider, InlineField, RadioButtonGroup } from '@grafana/ui';
import { APP_ID } from '#contract/ids.ts';
import { datasourceJsonSchema } from '#contract/settings.ts';
import { AdditionalSettings } from './AdditionalSettings.tsx';
import type { ConfigProps } from './config-props.ts';
import { DirectSource } from './DirectSource.tsx';
import { GrafanaSource } from './GrafanaSource.tsx';
import { LABEL_WIDTH } from './layout.ts';
import { PriceBookSection } from './PriceBookSection.tsx';

const KINDS = [
  { value: 'direct' as const, label: 'Prometheus server' },
  { value: 'grafana' as const, label: 'Grafana data source' },
];

/** The configuration page of a data source. */
export function ConfigEditor(props: ConfigProps) {
  const { options } = props;
  const kind = options.jsonData.sourceKind ?? 'direct';
  const help = datasourceJsonSchema.shape.sourceKind.meta();
  return (
    <>
      <DataSourceDescription dataSourceName="Headroom" docsLink={`${config.appSubUrl}/plugins/${APP_ID}`} />
      <Divider spacing={4} />
      <ConfigSection title="Source">
        <InlineField
          label={help?.title}
          labelWidth={LABEL_WIDTH}
          tooltip={help?.description}
          disabled={options.readOnly}
        >
          <RadioButtonGroup
            aria-label={help?.title}
            options={KINDS}
            value={kind}
            onChange={(value) => updateDatasourcePluginJsonDataOption(props, 'sourceKind', value)}
          />
        </InlineField>
        <Box marginTop={2}>
          <Alert severity="info" title="Whoever may query Headroom sees what its credentials see" bottomSpacing={0}>
            Headroom reads with the credentials below, whoever asks. Give them no more than everybody who may query this
            data source is allowed to see.
          </Alert>
        </Box>
      </ConfigSection>
      <Divider spacing={4} />
      {kind === 'direct' ? <DirectSource {...props} /> : <GrafanaSource {...props} />}
      <Divider spacing={4} />
      <PriceBookSection {...props} />
      <Divider spacing={4} />
      <AdditionalSettings {...props} />
    </>
  );
}
