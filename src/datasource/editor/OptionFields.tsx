import { QueryOptionGroup } from '@grafana/plugin-ui';
import { AGGREGATES, LEVELS, MODEL_CHOICES, STEPS, TRAINING_WINDOWS } from '../../shared/fields/field-choices.ts';
import { CalendarFields } from './CalendarFields.tsx';
import { summariseOptions, usualLevels } from './option-summary.ts';
import { DurationField, type FieldProps, ListField, NumberField, TextField } from './query-fields.tsx';
import { SeveralField } from './SeveralField.tsx';

/** What seldom needs a change, folded away with a line that says how it is set. */
export function OptionFields(props: FieldProps) {
  return (
    <QueryOptionGroup title="Options" collapsedInfo={summariseOptions(props.query)}>
      <TextField {...props} field="legendFormat" placeholder="{{instance}}" width={22} />
      {props.query.queryType !== 'breach' && <BandsField {...props} />}
      <ListField {...props} field="model" options={MODEL_CHOICES} fallback="auto" width={22} />
      <DurationField {...props} field="step" options={STEPS} fallback="auto" />
      <DurationField {...props} field="trainingWindow" options={TRAINING_WINDOWS} fallback="auto" />
      <ListField {...props} field="aggregate" options={AGGREGATES} fallback="avg" width={14} />
      <NumberField {...props} field="lowerBound" />
      <NumberField {...props} field="upperBound" />
      <CalendarFields {...props} />
    </QueryOptionGroup>
  );
}

/** The bands of a forecast or a baseline. */
export function BandsField({ query, errors, onChange }: FieldProps) {
  const levels = query.levels ?? usualLevels(query);
  const choices = [...new Set([...LEVELS, ...levels])].sort((a, b) => a - b);
  return (
    <SeveralField
      field="levels"
      queryType={query.queryType}
      errors={errors}
      width={30}
      options={choices.map((value) => ({ value, label: `${value}%` }))}
      value={levels}
      onChoose={(chosen) => onChange({ levels: chosen.sort((a, b) => a - b) })}
    />
  );
}
