import { Field, RadioButtonGroup } from '@grafana/ui';
import { type ReactNode, useId } from 'react';
import { DIRECTIONS, durationOption, HORIZONS } from '../../shared/fields/field-choices.ts';
import { UNITS } from '../../shared/fields/unit-choices.ts';
import { DERIVED_EXAMPLES, EXAMPLE_SIGNALS, exampleOf } from '../../shared/forecast/example-signals.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { SettledTextArea } from '../../shared/ui/SettledTextArea.tsx';
import type { FormProps } from './form-props.ts';
import { FormSection } from './FormSection.tsx';
import { ModelSection } from './ModelSection.tsx';
import { readDuration } from './page-query.ts';

interface Props extends FormProps {
  sources: readonly HeadroomSource[];
  children?: ReactNode;
}

const OWN = 'own';
const CHOICES = [...EXAMPLE_SIGNALS, ...DERIVED_EXAMPLES];

/** What to forecast; every change counts at once, texts when they are left or on Enter. */
export function SignalForm(props: Props) {
  return (
    <form onSubmit={(event) => event.preventDefault()} aria-label="Signal">
      <FormSection title="1. Signal">
        <SourceField {...props} />
        <ExampleField {...props} />
        <ExpressionField {...props} />
        <UnitField {...props} />
        <LegendField {...props} />
      </FormSection>
      <FormSection title="2. Horizon and capacity">
        <HorizonField {...props} />
        <CapacityField {...props} />
        {props.query.capacity !== '' && <DirectionField {...props} />}
      </FormSection>
      <ModelSection {...props} />
      {props.children}
    </form>
  );
}

function SourceField({ sources, query, onChange }: Props) {
  const id = useId();
  return (
    <Field label="Data source" htmlFor={id}>
      <ChoiceBox
        id={id}
        options={sources.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={sources.find(({ uid }) => uid === query.source)?.uid}
        placeholder="Choose a data source"
        onChoose={(source) => onChange({ source })}
      />
    </Field>
  );
}

function ExampleField({ query, onChange }: Props) {
  const id = useId();
  const options = CHOICES.map(({ id: value, title, explanation }) => ({
    value,
    label: title,
    description: explanation,
  }));
  const isOwn = query.expr !== '' && exampleOf(query) === undefined;
  return (
    <Field label="Signal" htmlFor={id}>
      <ChoiceBox
        id={id}
        options={isOwn ? [{ value: OWN, label: 'PromQL of your own' }, ...options] : options}
        value={isOwn ? OWN : exampleOf(query)?.id}
        placeholder="Choose one, or enter PromQL"
        onChoose={(value) => onChange(CHOICES.find((example) => example.id === value)?.query ?? {})}
      />
    </Field>
  );
}

function ExpressionField({ query, errors, onChange }: Props) {
  const id = useId();
  const wrong = query.expr === '' ? undefined : errors.expr;
  return (
    <Field
      label="PromQL expression"
      description="One or more gauges; wrap counters in rate(). Enter runs it."
      htmlFor={id}
      invalid={wrong !== undefined}
      error={wrong}
    >
      <SettledTextArea
        id={id}
        value={query.expr}
        invalid={wrong !== undefined}
        placeholder="sum by (instance) (rate(http_requests_total[5m]))"
        onSettle={(expr) => onChange({ expr: expr.trim() })}
      />
    </Field>
  );
}

function UnitField({ query, onChange }: Props) {
  const id = useId();
  return (
    <Field label="Unit" htmlFor={id}>
      <ChoiceBox id={id} options={UNITS} value={query.unit} onChoose={(unit) => onChange({ unit })} />
    </Field>
  );
}

function LegendField({ query, onChange }: Props) {
  const id = useId();
  return (
    <Field
      label="Legend (optional)"
      description="Name of each series; {{label}} is replaced. Empty: the labels that differ."
      htmlFor={id}
    >
      <SettledInput
        id={id}
        value={query.legendFormat}
        placeholder="{{instance}}"
        onSettle={(legendFormat) => onChange({ legendFormat: legendFormat.trim() })}
      />
    </Field>
  );
}

function HorizonField({ query, errors, onChange }: Props) {
  const id = useId();
  const wrong = errors.horizon;
  return (
    <Field
      label="Horizon"
      description="How far ahead to forecast; as much history is shown."
      htmlFor={id}
      invalid={wrong !== undefined}
      error={wrong}
    >
      <ChoiceBox
        id={id}
        isOpen
        options={HORIZONS.map(durationOption)}
        value={query.horizon}
        invalid={wrong !== undefined}
        onChoose={(horizon) => onChange({ horizon: readDuration(horizon) })}
      />
    </Field>
  );
}

function CapacityField({ query, errors, onChange }: Props) {
  const id = useId();
  const wrong = errors.capacity;
  return (
    <Field
      label="Capacity (optional)"
      description="A number, or PromQL that gives one value a series."
      htmlFor={id}
      invalid={wrong !== undefined}
      error={wrong}
    >
      <SettledTextArea
        id={id}
        value={query.capacity}
        invalid={wrong !== undefined}
        placeholder="None"
        onSettle={(capacity) => onChange({ capacity: capacity.trim() })}
      />
    </Field>
  );
}

function DirectionField({ query, onChange }: Props) {
  return (
    <Field label="Breach when">
      <RadioButtonGroup
        aria-label="Breach when"
        fullWidth
        options={DIRECTIONS}
        value={query.direction}
        onChange={(direction) => onChange({ direction })}
      />
    </Field>
  );
}
