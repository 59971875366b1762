import { EditorRow } from '@grafana/plugin-ui';
import { SEVERITIES } from '#model/anomaly/types.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import { ChoiceField, DurationField, type FieldProps, NumberField } from './query-fields.tsx';

const DIRECTIONS = [
  { value: 'both' as const, label: 'Both' },
  { value: 'up' as const, label: 'Above' },
  { value: 'down' as const, label: 'Below' },
];
const THRESHOLDS = SEVERITIES.map((value) => ({ value, label: SEVERITY_LOOKS[value].label }));
const FORMATS = [
  { value: 'series' as const, label: 'Series' },
  { value: 'numeric' as const, label: 'Numeric' },
  { value: 'table' as const, label: 'Table' },
];
const MEASURES = [
  { value: 'severity' as const, label: 'Severity' },
  { value: 'score' as const, label: 'Score' },
];
const DURATIONS = ['0s', '1m', '5m', '15m', '1h'];

interface Props extends FieldProps {
  /** Whether the form of the answer is a choice. */
  hasFormat?: boolean;
}

/** What counts as an anomaly, and how the answer is given. */
export function AnomalyFields({ hasFormat = true, ...props }: Props) {
  return (
    <>
      <EditorRow>
        {hasFormat && <ChoiceField {...props} field="format" options={FORMATS} fallback="series" />}
        {hasFormat && props.query.format === 'numeric' && (
          <ChoiceField {...props} field="measure" options={MEASURES} fallback="severity" />
        )}
        <ChoiceField {...props} field="threshold" options={THRESHOLDS} fallback="warning" />
      </EditorRow>
      <EditorRow>
        <ChoiceField {...props} field="direction" options={DIRECTIONS} fallback="both" />
        <NumberField {...props} field="minDeviation" />
        <NumberField {...props} field="minRelativeDeviation" />
        <DurationField {...props} field="minDuration" options={DURATIONS} fallback="0s" />
      </EditorRow>
    </>
  );
}
