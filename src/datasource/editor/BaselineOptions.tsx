import { QueryOptionGroup } from '@grafana/plugin-ui';
import { AGGREGATES, HISTORIES, STEPS } from '../../shared/fields/field-choices.ts';
import { CalendarTextField, TimeZoneField } from './CalendarFields.tsx';
import { JudgementFields } from './JudgementFields.tsx';
import { BandsField } from './OptionFields.tsx';
import { summariseOptions } from './option-summary.ts';
import { DurationField, type FieldProps, ListField, TextField } from './query-fields.tsx';

/** What seldom needs a change for a signal that is compared with its own past. */
export function BaselineOptions(props: FieldProps) {
  return (
    <QueryOptionGroup title="Options" collapsedInfo={summariseOptions(props.query)}>
      <TextField {...props} field="legendFormat" placeholder="{{instance}}" width={22} />
      {props.query.queryType === 'baseline' && <BandsField {...props} />}
      <DurationField {...props} field="step" options={STEPS} fallback="auto" />
      <DurationField {...props} field="trainingWindow" options={HISTORIES} fallback="auto" />
      <ListField {...props} field="aggregate" options={AGGREGATES} fallback="avg" width={14} />
      <TimeZoneField {...props} />
      <CalendarTextField {...props} field="exclusions" />
      {props.query.queryType === 'anomaly' && <JudgementFields {...props} />}
    </QueryOptionGroup>
  );
}
