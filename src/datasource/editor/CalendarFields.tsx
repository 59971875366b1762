import { Box } from '@grafana/ui';
import { useId } from 'react';
import { CalendarTextInput, TimeZoneInput } from '../../shared/fields/CalendarInputs.tsx';
import { type FieldProps, LabelledField } from './query-fields.tsx';

const ZONE_WIDTH = 22;
const TEXT_WIDTH = '340px';

/** Time zone, exclusions and events of a query. */
export function CalendarFields(props: FieldProps) {
  return (
    <>
      <TimeZoneField {...props} />
      <CalendarTextField {...props} field="exclusions" />
      <CalendarTextField {...props} field="events" />
    </>
  );
}

export function TimeZoneField({ query, errors, onChange }: FieldProps) {
  const id = useId();
  return (
    <LabelledField field="timeZone" errors={errors} htmlFor={id}>
      <TimeZoneInput
        id={id}
        width={ZONE_WIDTH}
        value={query.timeZone ?? ''}
        onSettle={(text) => onChange({ timeZone: text === '' ? undefined : text })}
      />
    </LabelledField>
  );
}

export function CalendarTextField({ query, errors, onChange, field }: FieldProps & { field: 'exclusions' | 'events' }) {
  const id = useId();
  return (
    <Box width={TEXT_WIDTH}>
      <LabelledField field={field} queryType={query.queryType} errors={errors} htmlFor={id}>
        <CalendarTextInput
          id={id}
          field={field}
          value={query[field] ?? ''}
          onSettle={(text) => onChange({ [field]: text === '' ? undefined : text })}
        />
      </LabelledField>
    </Box>
  );
}
