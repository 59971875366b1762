import { css } from '@emotion/css';
import { updateDatasourcePluginJsonDataOption } from '@grafana/data';
import { ConfigSection, ConfigSubSection } from '@grafana/plugin-ui';
import { DataSourcePicker } from '@grafana/runtime';
import { InlineField, Input, Text } from '@grafana/ui';
import { useId } from 'react';
import { isPrometheus } from '../editor/editor-source.ts';
import type { ConfigProps } from './config-props.ts';
import { LABEL_WIDTH, SECTION_WIDTH } from './layout.ts';
import { limitError, LIMIT_SETTINGS, type LimitSetting } from './limit-settings.ts';

const narrow = css({ maxWidth: SECTION_WIDTH });

/** What most people never change. */
export function AdditionalSettings(props: ConfigProps) {
  return (
    <ConfigSection
      title="Additional settings"
      description="Limits that protect the server, and help with writing expressions."
      isCollapsible
      isInitiallyOpen={false}
      className={narrow}
    >
      <ConfigSubSection title="Limits">
        {LIMIT_SETTINGS.map((setting) => (
          <LimitField key={setting.name} config={props} setting={setting} />
        ))}
      </ConfigSubSection>
      {props.options.jsonData.sourceKind !== 'grafana' && (
        <ConfigSubSection title="Query editor">
          <EditorSourceField {...props} />
        </ConfigSubSection>
      )}
    </ConfigSection>
  );
}

function LimitField({ config, setting }: { config: ConfigProps; setting: LimitSetting }) {
  const id = useId();
  const { limits } = config.options.jsonData;
  const value = limits?.[setting.name];
  const error = limitError(setting, value);
  return (
    <InlineField
      label={setting.title}
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      tooltip={setting.description}
      disabled={config.options.readOnly}
      invalid={error !== undefined}
      error={error}
      grow
    >
      <Input
        id={id}
        type="number"
        min={setting.min}
        max={setting.max}
        placeholder={setting.fallback.toLocaleString('en')}
        suffix={setting.unit === undefined ? undefined : <Text color="secondary">{setting.unit}</Text>}
        value={value ?? ''}
        onChange={({ currentTarget: { value: text } }) =>
          updateDatasourcePluginJsonDataOption(config, 'limits', {
            ...limits,
            [setting.name]: text === '' ? undefined : Number(text),
          })
        }
      />
    </InlineField>
  );
}

function EditorSourceField(props: ConfigProps) {
  const id = useId();
  const { options } = props;
  return (
    <InlineField
      label="PromQL editor of"
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      tooltip="A Prometheus data source that reads the same server. Its editor, with its metrics browser, then helps to write signals. Chosen by itself where an address matches; without one Headroom suggests metrics and labels."
      disabled={options.readOnly}
      grow
    >
      <DataSourcePicker
        inputId={id}
        noDefault
        placeholder="Headroom's own"
        current={options.jsonData.editorSourceUid || null}
        filter={isPrometheus}
        onClear={() => updateDatasourcePluginJsonDataOption(props, 'editorSourceUid', '')}
        onChange={({ uid }) => updateDatasourcePluginJsonDataOption(props, 'editorSourceUid', uid)}
      />
    </InlineField>
  );
}
