import { Button, Drawer, Field, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { type ReactNode, useId, useState } from 'react';
import type { WatchedSignalJson } from '#contract/anomaly-rest.ts';
import { SEVERITIES, type Severity } from '#model/anomaly/types.ts';
import { changeWatched, createWatched } from '../../shared/api/anomaly-api.ts';
import { useCommand } from '../../shared/api/use-command.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import { CalendarTextInput } from '../../shared/fields/CalendarInputs.tsx';
import { helpOf } from '../../shared/fields/field-help.ts';
import { UNITS } from '../../shared/fields/unit-choices.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { SettledTextArea } from '../../shared/ui/SettledTextArea.tsx';
import { type DraftErrors, draftErrors, sensitivityOf, type SignalDraft, toDraft, withField } from './signal-form.ts';

interface Props {
  sourceUid: string;
  /** The signal that is changed; absent for a new one. */
  signal: WatchedSignalJson | undefined;
  onClose: () => void;
  onSaved: () => void;
}

interface FormProps {
  draft: SignalDraft;
  errors: DraftErrors;
  onChange: (draft: SignalDraft) => void;
}

/** Adds or changes a watched signal. */
export function SignalDrawer({ sourceUid, signal, onClose, onSaved }: Props) {
  const [draft, setDraft] = useState(() => toDraft(signal));
  const command = useCommand();
  const errors = draftErrors(draft);
  const [first] = Object.values(errors);
  const save = async () => {
    await (signal === undefined ? createWatched(sourceUid, draft) : changeWatched(sourceUid, signal, draft));
    onSaved();
  };
  return (
    <Drawer
      title={signal === undefined ? 'Add signal' : 'Edit signal'}
      subtitle={signal?.name}
      size="md"
      onClose={onClose}
    >
      <form aria-label="Watched signal" onSubmit={(event) => event.preventDefault()}>
        <FailedCommand command={command} />
        <SignalFields draft={draft} errors={errors} onChange={setDraft} />
        <SensitivityFields draft={draft} errors={errors} onChange={setDraft} />
        <GateFields draft={draft} errors={errors} onChange={setDraft} />
        <Stack direction="row" gap={1}>
          <ReasonedButton
            icon="save"
            reason={whyNot('anomaly.configure') ?? first}
            disabled={command.isRunning}
            onClick={() => command.run(save)}
          >
            Save signal
          </ReasonedButton>
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
        </Stack>
      </form>
    </Drawer>
  );
}

function SignalFields({ draft, errors, onChange }: FormProps) {
  const id = useId();
  return (
    <>
      <Field label="Name" htmlFor={`${id}-name`}>
        <Input
          id={`${id}-name`}
          value={draft.name}
          placeholder="CPU by workload"
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        />
      </Field>
      <Wrong
        label="PromQL expression"
        description="One or more gauges; wrap counters in rate()."
        htmlFor={`${id}-expr`}
        error={draft.query.expr === '' ? undefined : errors['expr']}
      >
        <SettledTextArea
          id={`${id}-expr`}
          value={draft.query.expr}
          placeholder="avg by (namespace, container) (rate(container_cpu_usage_seconds_total[5m]))"
          onSettle={(expr) => onChange(withField(draft, 'expr', expr.trim()))}
        />
      </Wrong>
      <Field
        label="Legend (optional)"
        description={helpOf('legendFormat', 'anomaly').description}
        htmlFor={`${id}-legend`}
      >
        <SettledInput
          id={`${id}-legend`}
          value={draft.query.legendFormat ?? ''}
          placeholder="{{namespace}}/{{container}}"
          onSettle={(text) => onChange(withField(draft, 'legendFormat', text.trim() || undefined))}
        />
      </Field>
      <Field label="Unit" htmlFor={`${id}-unit`}>
        <ChoiceBox
          id={`${id}-unit`}
          isOpen
          options={UNITS}
          value={draft.unit || 'short'}
          onChoose={(unit) => onChange({ ...draft, unit })}
        />
      </Field>
    </>
  );
}

const DIRECTIONS = [
  { value: 'both' as const, label: 'Both' },
  { value: 'up' as const, label: 'Above usual' },
  { value: 'down' as const, label: 'Below usual' },
];

function SensitivityFields({ draft, errors, onChange }: FormProps) {
  const id = useId();
  const sensitivity = sensitivityOf(draft.query);
  const change = (severity: Severity, text: string) =>
    onChange(withField(draft, 'sensitivity', { ...sensitivity, [severity]: Number(text) }));
  return (
    <>
      <Field {...helpOf('direction', 'anomaly')}>
        <RadioButtonGroup
          aria-label={helpOf('direction', 'anomaly').label}
          options={DIRECTIONS}
          value={draft.query.direction ?? 'both'}
          onChange={(direction) => onChange(withField(draft, 'direction', direction))}
        />
      </Field>
      <Field {...helpOf('threshold', 'anomaly')}>
        <RadioButtonGroup
          aria-label={helpOf('threshold', 'anomaly').label}
          options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LOOKS[value].label }))}
          value={draft.query.threshold ?? 'warning'}
          onChange={(threshold) => onChange(withField(draft, 'threshold', threshold))}
        />
      </Field>
      <Wrong {...helpOf('sensitivity', 'anomaly')} error={errors['sensitivity']}>
        <Stack direction="row" gap={1} wrap="wrap">
          {SEVERITIES.map((severity) => (
            <SettledInput
              key={severity}
              id={`${id}-${severity}`}
              aria-label={`False alarms: ${SEVERITY_LOOKS[severity].label}`}
              type="number"
              min={0}
              step="any"
              width={22}
              prefix={SEVERITY_LOOKS[severity].label}
              value={String(sensitivity[severity])}
              onSettle={(text) => change(severity, text)}
            />
          ))}
        </Stack>
      </Wrong>
    </>
  );
}

function GateFields({ draft, errors, onChange }: FormProps) {
  const id = useId();
  const { query } = draft;
  const number = (text: string) => (text.trim() === '' || Number(text) === 0 ? undefined : Number(text));
  return (
    <>
      <Wrong {...helpOf('minDeviation', 'anomaly')} htmlFor={`${id}-deviation`} error={errors['minDeviation']}>
        <SettledInput
          id={`${id}-deviation`}
          type="number"
          min={0}
          step="any"
          width={20}
          value={String(query.minDeviation ?? 0)}
          onSettle={(text) => onChange(withField(draft, 'minDeviation', number(text)))}
        />
      </Wrong>
      <Wrong
        {...helpOf('minRelativeDeviation', 'anomaly')}
        htmlFor={`${id}-relative`}
        error={errors['minRelativeDeviation']}
      >
        <SettledInput
          id={`${id}-relative`}
          type="number"
          min={0}
          step="any"
          width={20}
          value={String(query.minRelativeDeviation ?? 0)}
          onSettle={(text) => onChange(withField(draft, 'minRelativeDeviation', number(text)))}
        />
      </Wrong>
      <Wrong {...helpOf('minDuration', 'anomaly')} htmlFor={`${id}-duration`} error={errors['minDuration']}>
        <SettledInput
          id={`${id}-duration`}
          width={20}
          placeholder="0s"
          value={query.minDuration ?? ''}
          onSettle={(text) => onChange(withField(draft, 'minDuration', text.trim() || undefined))}
        />
      </Wrong>
      <Wrong {...helpOf('exclusions', 'anomaly')} htmlFor={`${id}-windows`} error={errors['exclusions']}>
        <CalendarTextInput
          id={`${id}-windows`}
          field="exclusions"
          value={query.exclusions ?? ''}
          onSettle={(text) => onChange(withField(draft, 'exclusions', text || undefined))}
        />
      </Wrong>
    </>
  );
}

interface WrongProps {
  label: string;
  description: string;
  htmlFor?: string;
  error: string | undefined;
  children: ReactNode;
}

/** A field with what is wrong with it. */
function Wrong({ htmlFor, error, children, ...rest }: WrongProps) {
  return (
    <Field {...rest} {...(htmlFor === undefined ? {} : { htmlFor })} invalid={error !== undefined} error={error}>
      <div>{children}</div>
    </Field>
  );
}
