import { css } from '@emotion/css';
import { updateDatasourcePluginJsonDataOption } from '@grafana/data';
import { ConfigSection, ConfigSubSection, convertLegacyAuthProps, TLSSettings } from '@grafana/plugin-ui';
import { DataSourcePicker } from '@grafana/runtime';
import { Divider, InlineField, Input } from '@grafana/ui';
import { useId } from 'react';
import { datasourceJsonSchema } from '#contract/settings.ts';
import { isPrometheus } from '../editor/editor-source.ts';
import type { ConfigProps } from './config-props.ts';
import { LABEL_WIDTH, SECTION_WIDTH } from './layout.ts';
import { SecretField } from './SecretField.tsx';

const { grafanaSourceUid: SOURCE, grafanaUrl: ADDRESS } = datasourceJsonSchema.shape;
const narrow = css({ maxWidth: SECTION_WIDTH });

/** An existing data source that is read through, and how Headroom proves to Grafana who it is. */
export function GrafanaSource(props: ConfigProps) {
  const { TLS } = convertLegacyAuthProps({ config: props.options, onChange: props.onOptionsChange });
  return (
    <>
      <ConfigSection title="Connection" className={narrow}>
        <SourceField {...props} />
        <SecretField
          config={props}
          secret="grafanaToken"
          label="Service account token"
          tooltip="Create it under Administration → Service accounts, with a role that may query the data source. Viewer is enough."
          placeholder="glsa_…"
        />
        <AddressField {...props} />
      </ConfigSection>
      <Divider spacing={4} />
      {TLS && (
        <ConfigSubSection
          title="TLS to Grafana"
          description="Needed only where Grafana answers by https with a certificate of your own."
          isCollapsible
          isInitiallyOpen={usesTls(props)}
          className={narrow}
        >
          <TLSSettings {...TLS} readOnly={props.options.readOnly === true} />
        </ConfigSubSection>
      )}
    </>
  );
}

function SourceField(props: ConfigProps) {
  const id = useId();
  const { options } = props;
  const { title, description } = SOURCE.meta() ?? {};
  return (
    <InlineField
      label={title}
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      tooltip={description}
      disabled={options.readOnly}
      grow
      required
    >
      <DataSourcePicker
        inputId={id}
        noDefault
        placeholder="Choose a Prometheus data source"
        current={options.jsonData.grafanaSourceUid || null}
        filter={isPrometheus}
        onChange={({ uid }) => updateDatasourcePluginJsonDataOption(props, 'grafanaSourceUid', uid)}
      />
    </InlineField>
  );
}

function AddressField(props: ConfigProps) {
  const id = useId();
  const { options } = props;
  const { title, description } = ADDRESS.meta() ?? {};
  return (
    <InlineField
      label={title}
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      tooltip={description}
      disabled={options.readOnly}
      grow
    >
      <Input
        id={id}
        value={options.jsonData.grafanaUrl ?? ''}
        placeholder="The address that Grafana states"
        onChange={(event) => updateDatasourcePluginJsonDataOption(props, 'grafanaUrl', event.currentTarget.value)}
      />
    </InlineField>
  );
}

function usesTls({ options: { jsonData } }: ConfigProps): boolean {
  return jsonData.tlsAuth === true || jsonData.tlsAuthWithCACert === true || jsonData.tlsSkipVerify === true;
}
