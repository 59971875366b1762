import { updateDatasourcePluginResetOption, updateDatasourcePluginSecureJsonDataOption } from '@grafana/data';
import { InlineField, SecretInput } from '@grafana/ui';
import { useId } from 'react';
import type { HeadroomSecrets } from '../types.ts';
import type { ConfigProps } from './config-props.ts';
import { LABEL_WIDTH } from './layout.ts';

interface Props {
  config: ConfigProps;
  secret: keyof HeadroomSecrets;
  label: string;
  tooltip: string;
  placeholder: string;
}

/** A secret: write-only, and once stored it can only be replaced. */
export function SecretField({ config, secret, label, tooltip, placeholder }: Props) {
  const id = useId();
  const { options } = config;
  return (
    <InlineField
      label={label}
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      tooltip={tooltip}
      disabled={options.readOnly}
      grow
      required
    >
      <SecretInput
        id={id}
        autoComplete="off"
        placeholder={placeholder}
        isConfigured={options.secureJsonFields?.[secret] === true}
        value={options.secureJsonData?.[secret] ?? ''}
        onReset={() => updateDatasourcePluginResetOption(config, secret)}
        onChange={(event) => updateDatasourcePluginSecureJsonDataOption(config, secret, event.currentTarget.value)}
      />
    </InlineField>
  );
}
