import { Collapse, Field } from '@grafana/ui';
import { useId, useState } from 'react';
import { CalendarTextInput, TimeZoneInput } from '../../shared/fields/CalendarInputs.tsx';
import { helpOf } from '../../shared/fields/field-help.ts';
import { calendarSummary } from './calendar-words.ts';
import type { FormProps } from './form-props.ts';
import { FormFields } from './FormSection.tsx';

/** Which clock the seasons follow, what was no habit, and what comes again; folded away while nothing is set. */
export function CalendarGroup(props: FormProps) {
  const { query, errors } = props;
  const isWrong = (['timeZone', 'exclusions', 'events'] as const).some((field) => errors[field] !== undefined);
  const [isOpen, setOpen] = useState(isWrong);
  return (
    <Collapse label={`Calendar: ${calendarSummary(query)}`} isOpen={isOpen || isWrong} onToggle={setOpen}>
      <FormFields>
        <TimeZoneField {...props} />
        <TextField {...props} field="exclusions" />
        <TextField {...props} field="events" />
      </FormFields>
    </Collapse>
  );
}

function TimeZoneField({ query, errors, onChange }: FormProps) {
  const id = useId();
  const wrong = errors.timeZone;
  return (
    <Field {...helpOf('timeZone')} htmlFor={id} invalid={wrong !== undefined} error={wrong}>
      <TimeZoneInput
        id={id}
        value={query.timeZone}
        invalid={wrong !== undefined}
        onSettle={(timeZone) => onChange({ timeZone })}
      />
    </Field>
  );
}

function TextField({ query, errors, onChange, field }: FormProps & { field: 'exclusions' | 'events' }) {
  const id = useId();
  const wrong = errors[field];
  return (
    <Field {...helpOf(field)} htmlFor={id} invalid={wrong !== undefined} error={wrong}>
      <CalendarTextInput
        id={id}
        field={field}
        value={query[field]}
        invalid={wrong !== undefined}
        onSettle={(text) => onChange({ [field]: text })}
      />
    </Field>
  );
}
