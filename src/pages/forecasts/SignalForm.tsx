import { Combobox, Field, FieldSet, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import type { EngineError } from '../../shared/api/engine-error.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { SettledTextArea } from '../../shared/ui/SettledTextArea.tsx';
import { EXAMPLE_SIGNALS, exampleOf } from './example-signals.ts';
import { horizonError, type PageQuery } from './page-query.ts';

interface Props {
  sources: readonly HeadroomSource[];
  query: PageQuery;
  error: EngineError | undefined;
  onChange: (patch: Partial<PageQuery>) => void;
}

const OWN = 'own';

const DIRECTIONS = [
  { value: 'up' as const, label: 'Above capacity' },
  { value: 'down' as const, label: 'Below capacity' },
];

const HORIZONS = [
  { value: '6h', label: '6 hours' },
  { value: '1d', label: '1 day' },
  { value: '3d', label: '3 days' },
  { value: '7d', label: '7 days' },
  { value: '14d', label: '14 days' },
  { value: '30d', label: '30 days' },
  { value: '90d', label: '90 days' },
];

const UNITS = [
  { value: 'short', label: 'Number' },
  { value: 'percentunit', label: 'Percent (0.0–1.0)' },
  { value: 'percent', label: 'Percent (0–100)' },
  { value: 'bytes', label: 'Bytes' },
  { value: 'binBps', label: 'Bytes per second' },
  { value: 'reqps', label: 'Requests per second' },
  { value: 's', label: 'Seconds' },
];

/** What to forecast; every change counts at once, texts when they are left or on Enter. */
export function SignalForm(props: Props) {
  return (
    <form onSubmit={(event) => event.preventDefault()} aria-label="Signal">
      <FieldSet label="1. Signal">
        <SourceField {...props} />
        <ExampleField {...props} />
        <ExpressionField {...props} />
        <UnitField {...props} />
      </FieldSet>
      <FieldSet label="2. Horizon and capacity">
        <HorizonField {...props} />
        <CapacityField {...props} />
        {props.query.capacity !== '' && <DirectionField {...props} />}
      </FieldSet>
    </form>
  );
}

function SourceField({ sources, query, onChange }: Props) {
  const id = useId();
  return (
    <Field label="Data source" htmlFor={id}>
      <Combobox
        id={id}
        options={sources.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={sources.some(({ uid }) => uid === query.source) ? query.source : null}
        placeholder="Choose a data source"
        onChange={({ value }) => onChange({ source: value })}
      />
    </Field>
  );
}

function ExampleField({ query, onChange }: Props) {
  const id = useId();
  const own = { value: OWN, label: 'PromQL of your own', description: 'Anything that Prometheus can answer' };
  const options = EXAMPLE_SIGNALS.map(({ id: value, title, explanation }) => ({
    value,
    label: title,
    description: explanation,
  }));
  const current = exampleOf(query)?.id ?? (query.expr === '' ? null : OWN);
  return (
    <Field label="Signal" htmlFor={id}>
      <Combobox
        id={id}
        options={[...options, own]}
        value={current}
        placeholder="Choose a signal"
        onChange={({ value }) => {
          const example = EXAMPLE_SIGNALS.find((one) => one.id === value);
          onChange(example?.query ?? { expr: '', capacity: '' });
        }}
      />
    </Field>
  );
}

function ExpressionField({ query, error, onChange }: Props) {
  const id = useId();
  const wrong = errorOf('expr', error);
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
  const known = UNITS.some(({ value }) => value === query.unit);
  return (
    <Field label="Unit" htmlFor={id}>
      <Combobox
        id={id}
        options={known ? UNITS : [...UNITS, { value: query.unit, label: query.unit }]}
        value={query.unit}
        onChange={({ value }) => onChange({ unit: value })}
      />
    </Field>
  );
}

function HorizonField({ query, error, onChange }: Props) {
  const id = useId();
  const wrong = horizonError(query.horizon) ?? errorOf('horizon', error);
  const known = HORIZONS.some(({ value }) => value === query.horizon);
  return (
    <Field
      label="Horizon"
      description="How far ahead to forecast; as much history is shown."
      htmlFor={id}
      invalid={wrong !== undefined}
      error={wrong}
    >
      <Combobox
        id={id}
        createCustomValue
        options={known ? HORIZONS : [...HORIZONS, { value: query.horizon, label: query.horizon }]}
        value={query.horizon}
        invalid={wrong !== undefined}
        onChange={({ value }) => onChange({ horizon: value.trim() })}
      />
    </Field>
  );
}

function CapacityField({ query, error, onChange }: Props) {
  const id = useId();
  const wrong = errorOf('capacity', error);
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

function errorOf(field: string, error: EngineError | undefined): string | undefined {
  return error?.field === field ? error.message : undefined;
}
