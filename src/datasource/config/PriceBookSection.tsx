import { css } from '@emotion/css';
import { updateDatasourcePluginJsonDataOption } from '@grafana/data';
import { ConfigSection } from '@grafana/plugin-ui';
import { InlineField, Input, Text } from '@grafana/ui';
import { useId } from 'react';
import type { ConfigProps } from './config-props.ts';
import { LABEL_WIDTH, SECTION_WIDTH } from './layout.ts';
import { currencyError, DEFAULT_CURRENCY, PRICE_SETTINGS, priceError, type PriceSetting } from './price-settings.ts';

const narrow = css({ maxWidth: SECTION_WIDTH });

/** What requested capacity costs; recommendations reckon with it. */
export function PriceBookSection(props: ConfigProps) {
  return (
    <ConfigSection
      title="Price book"
      description="What requested capacity costs. Recommendations reckon their savings with it."
      isCollapsible
      isInitiallyOpen={props.options.jsonData.prices !== undefined}
      className={narrow}
    >
      <CurrencyField {...props} />
      {PRICE_SETTINGS.map((setting) => (
        <PriceField key={setting.name} config={props} setting={setting} />
      ))}
    </ConfigSection>
  );
}

function CurrencyField(props: ConfigProps) {
  const id = useId();
  const { prices } = props.options.jsonData;
  const error = currencyError(prices?.currency);
  return (
    <InlineField
      label="Currency"
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      tooltip="A code such as USD or EUR, or any short word that is to stand behind amounts."
      disabled={props.options.readOnly}
      invalid={error !== undefined}
      error={error}
      grow
    >
      <Input
        id={id}
        placeholder={DEFAULT_CURRENCY}
        value={prices?.currency ?? ''}
        onChange={({ currentTarget: { value } }) => update(props, 'currency', value === '' ? undefined : value)}
      />
    </InlineField>
  );
}

function PriceField({ config, setting }: { config: ConfigProps; setting: PriceSetting }) {
  const id = useId();
  const value = config.options.jsonData.prices?.[setting.name];
  const error = priceError(setting, value);
  return (
    <InlineField
      label={setting.title}
      htmlFor={id}
      labelWidth={LABEL_WIDTH}
      disabled={config.options.readOnly}
      invalid={error !== undefined}
      error={error}
      grow
    >
      <Input
        id={id}
        type="number"
        min={0}
        step="any"
        placeholder={String(setting.fallback)}
        suffix={<Text color="secondary">{setting.unit}</Text>}
        value={value ?? ''}
        onChange={({ currentTarget: { value: text } }) =>
          update(config, setting.name, text === '' ? undefined : Number(text))
        }
      />
    </InlineField>
  );
}

type Prices = NonNullable<ConfigProps['options']['jsonData']['prices']>;

/** Leaves out what is not set: the defaults may change, and those who never chose a price follow them. */
function update(props: ConfigProps, name: keyof Prices, value: string | number | undefined): void {
  const changed = Object.entries({ ...props.options.jsonData.prices, [name]: value });
  const prices = Object.fromEntries(changed.filter(([, price]) => price !== undefined)) as Prices;
  updateDatasourcePluginJsonDataOption(props, 'prices', Object.keys(prices).length === 0 ? undefined : prices);
}
