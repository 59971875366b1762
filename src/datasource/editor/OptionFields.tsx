import { QueryOptionGroup } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import { summariseOptions } from './option-summary.ts';
import { DurationField, type FieldProps, LabelledField, ListField, NumberField, TextField } from './query-fields.tsx';

const STEPS = ['auto', '5m', '15m', '1h', '6h', '1d', '7d'];
const WINDOWS = ['auto', '7d', '14d', '30d', '90d', '180d', '365d'];
const LEVELS = [50, 80, 90, 95, 99];

const AGGREGATES = [
  { value: 'avg' as const, label: 'avg', description: 'Mean of the step' },
  { value: 'max' as const, label: 'max', description: 'Highest of the step' },
  { value: 'min' as const, label: 'min', description: 'Lowest of the step' },
  { value: 'last' as const, label: 'last', description: 'Last sample of the step' },
];

const MODELS = [
  { value: 'auto' as const, label: 'Auto', description: 'The best by its own backtest' },
  { value: 'seasonal-naive' as const, label: 'Seasonal naive', description: 'As a season ago' },
  { value: 'fourier-ar' as const, label: 'Fourier + AR', description: 'Trend, seasons, recent deviations' },
];

/** What seldom needs a change, folded away with a line that says how it is set. */
export function OptionFields(props: FieldProps) {
  return (
    <QueryOptionGroup title="Options" collapsedInfo={summariseOptions(props.query)}>
      <TextField {...props} field="legendFormat" placeholder="{{instance}}" width={22} />
      {props.query.queryType !== 'breach' && <BandsField {...props} />}
      <ListField {...props} field="model" options={MODELS} fallback="auto" width={22} />
      <DurationField {...props} field="step" options={STEPS} fallback="auto" />
      <DurationField {...props} field="trainingWindow" options={WINDOWS} fallback="auto" />
      <ListField {...props} field="aggregate" options={AGGREGATES} fallback="avg" width={14} />
      <NumberField {...props} field="lowerBound" />
      <NumberField {...props} field="upperBound" />
      <TextField {...props} field="timeZone" placeholder="UTC" width={22} />
      <TextField {...props} field="exclusions" placeholder="2026-03-01T10:00Z/2026-03-01T12:00Z" width={42} />
      <TextField {...props} field="events" placeholder="holiday=2026-12-25, sale=2026-11-27/2026-11-30" width={52} />
    </QueryOptionGroup>
  );
}

function BandsField({ query, errors, onChange }: FieldProps) {
  const levels = query.levels ?? [80, 95];
  const choices = [...new Set([...LEVELS, ...levels])].sort((a, b) => a - b);
  return (
    <LabelledField field="levels" errors={errors}>
      <MultiCombobox
        width={30}
        options={choices.map((value) => ({ value, label: `${value} %` }))}
        value={levels}
        onChange={(chosen) => onChange({ levels: chosen.map(({ value }) => value).sort((a, b) => a - b) })}
      />
    </LabelledField>
  );
}
