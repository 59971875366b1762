import { ControlledCollapse, Field, Slider } from '@grafana/ui';
import { useId } from 'react';
import {
  AGGREGATES,
  durationOption,
  MODEL_CHOICES,
  modelLabel,
  STEPS,
  TRAINING_WINDOWS,
} from '../../shared/fields/field-choices.ts';
import { helpOf } from '../../shared/fields/field-help.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { readLevels } from './forecast-call.ts';
import type { FormProps } from './form-props.ts';
import { CalendarGroup } from './CalendarGroup.tsx';
import { FormFields, FormSection } from './FormSection.tsx';
import { DEFAULT_QUERY, readDuration } from './page-query.ts';

const NARROWEST = 50;
const WIDEST = 99;

/** How it is forecast, folded away: what is set by itself suits nearly everything. */
export function ModelSection(props: FormProps) {
  return (
    <FormSection title="3. Model and bands">
      <ControlledCollapse label={summary(props)} isOpen={false}>
        <FormFields>
          <ModelField {...props} />
          <DurationField {...props} field="step" options={STEPS} />
          <AggregateField {...props} />
          <DurationField {...props} field="trainingWindow" options={TRAINING_WINDOWS} />
          <BandFields {...props} />
          <BoundField {...props} field="lowerBound" placeholder="Auto" />
          <BoundField {...props} field="upperBound" placeholder="None" />
        </FormFields>
      </ControlledCollapse>
      <CalendarGroup {...props} />
    </FormSection>
  );
}

function summary({ query }: FormProps): string {
  return `${modelLabel(query.model)}, bands of ${readLevels(query.levels).join(' and ')}%`;
}

function ModelField({ query, errors, onChange }: FormProps) {
  const id = useId();
  return (
    <Field {...helpOf('model')} htmlFor={id} invalid={errors.model !== undefined} error={errors.model}>
      <ChoiceBox id={id} options={MODEL_CHOICES} value={query.model} onChoose={(model) => onChange({ model })} />
    </Field>
  );
}

function AggregateField({ query, onChange }: FormProps) {
  const id = useId();
  return (
    <Field {...helpOf('aggregate')} htmlFor={id}>
      <ChoiceBox
        id={id}
        options={AGGREGATES}
        value={query.aggregate}
        onChoose={(aggregate) => onChange({ aggregate })}
      />
    </Field>
  );
}

function DurationField({
  query,
  errors,
  onChange,
  field,
  options,
}: FormProps & { field: 'step' | 'trainingWindow'; options: string[] }) {
  const id = useId();
  const wrong = errors[field];
  return (
    <Field {...helpOf(field)} htmlFor={id} invalid={wrong !== undefined} error={wrong}>
      <ChoiceBox
        id={id}
        isOpen
        options={options.map(durationOption)}
        value={query[field]}
        invalid={wrong !== undefined}
        onChoose={(text) => onChange({ [field]: readDuration(text) })}
      />
    </Field>
  );
}

function BandFields({ query, errors, onChange }: FormProps) {
  const id = useId();
  const levels = readLevels(query.levels);
  const [narrow = NARROWEST, wide = narrow] = [Math.min(...levels), Math.max(...levels)];
  const change = (a: number, b: number) => onChange({ levels: [...new Set([a, b])].sort((x, y) => x - y).join(',') });
  return (
    <>
      <Field
        label="Narrow band (%)"
        description="The share of actual values that it is to hold."
        htmlFor={`${id}-narrow`}
      >
        <Slider
          inputId={`${id}-narrow`}
          ariaLabelForHandle="Narrow band"
          min={NARROWEST}
          max={WIDEST}
          value={narrow}
          onAfterChange={(level = narrow) => change(level, wide)}
        />
      </Field>
      <Field
        label="Wide band (%)"
        description="Nearly all actual values are to lie within."
        htmlFor={`${id}-wide`}
        invalid={errors.levels !== undefined}
        error={errors.levels}
      >
        <Slider
          inputId={`${id}-wide`}
          ariaLabelForHandle="Wide band"
          min={NARROWEST}
          max={WIDEST}
          value={wide}
          onAfterChange={(level = wide) => change(narrow, level)}
        />
      </Field>
    </>
  );
}

function BoundField({
  query,
  errors,
  onChange,
  field,
  placeholder,
}: FormProps & { field: 'lowerBound' | 'upperBound'; placeholder: string }) {
  const id = useId();
  const wrong = errors[field];
  return (
    <Field {...helpOf(field)} htmlFor={id} invalid={wrong !== undefined} error={wrong}>
      <SettledInput
        id={id}
        type="number"
        step="any"
        placeholder={placeholder}
        value={query[field]}
        onSettle={(text) => onChange({ [field]: text.trim() === '' ? DEFAULT_QUERY[field] : text.trim() })}
      />
    </Field>
  );
}
