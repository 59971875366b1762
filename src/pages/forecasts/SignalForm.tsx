import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Field, RadioButtonGroup, Text, useStyles2 } from '@grafana/ui';
import { type ReactNode, useId } from 'react';
import type { EngineError } from '../../shared/api/engine-error.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { SettledTextArea } from '../../shared/ui/SettledTextArea.tsx';
import { EXAMPLE_SIGNALS, exampleOf } from './example-signals.ts';
import { horizonError, type PageQuery, readDuration } from './page-query.ts';

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
      <Section title="1. Signal">
        <SourceField {...props} />
        <ExampleField {...props} />
        <ExpressionField {...props} />
        <UnitField {...props} />
      </Section>
      <Section title="2. Horizon and capacity">
        <HorizonField {...props} />
        <CapacityField {...props} />
        {props.query.capacity !== '' && <DirectionField {...props} />}
      </Section>
    </form>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles.section}>
      <div id={id}>
        <Text element="h2" variant="h4">
          {title}
        </Text>
      </div>
      <div className={styles.fields}>{children}</div>
    </div>
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
  const options = EXAMPLE_SIGNALS.map(({ id: value, title, explanation }) => ({
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
        onChoose={(value) => onChange(EXAMPLE_SIGNALS.find((example) => example.id === value)?.query ?? {})}
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
  return (
    <Field label="Unit" htmlFor={id}>
      <ChoiceBox id={id} options={UNITS} value={query.unit} onChoose={(unit) => onChange({ unit })} />
    </Field>
  );
}

function HorizonField({ query, error, onChange }: Props) {
  const id = useId();
  const wrong = horizonError(query.horizon) ?? errorOf('horizon', error);
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
        options={HORIZONS}
        value={query.horizon}
        invalid={wrong !== undefined}
        onChoose={(horizon) => onChange({ horizon: readDuration(horizon) })}
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

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginBottom: theme.spacing(2) }),
  // One below the other in a column, side by side where there is room.
  fields: css({
    display: 'grid',
    alignItems: 'start',
    columnGap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    marginTop: theme.spacing(1),
  }),
});
