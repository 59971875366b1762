import { EditorRow } from '@grafana/plugin-ui';
import { ChoiceField, DurationField, type FieldProps, TextField } from './query-fields.tsx';
import { SeveralField } from './SeveralField.tsx';

const MEASURES = [
  { value: 'table' as const, label: 'Table' },
  { value: 'saving' as const, label: 'Saving' },
  { value: 'count' as const, label: 'Count' },
];
const KINDS = [
  { value: 'saving' as const, label: 'Savings' },
  { value: 'reliability' as const, label: 'Reliability fixes' },
  { value: 'none' as const, label: 'No change needed' },
];
const USUAL_KINDS: Array<(typeof KINDS)[number]['value']> = ['saving', 'reliability'];
const HISTORIES = ['1d', '7d', '14d', '30d'];
const STEPS = ['1m', '5m', '15m', '30m'];

/** Which advice to list, and how. */
export function RecommendationFields(props: FieldProps) {
  return (
    <EditorRow>
      <ChoiceField {...props} field="measure" options={MEASURES} fallback="table" />
      <TextField {...props} field="namespace" placeholder="All" width={22} />
      <KindsField {...props} />
      <DurationField {...props} field="history" options={HISTORIES} fallback="14d" />
      <DurationField {...props} field="step" options={STEPS} fallback="5m" />
    </EditorRow>
  );
}

function KindsField({ query, errors, onChange }: FieldProps) {
  return (
    <SeveralField
      field="kinds"
      queryType="recommendations"
      errors={errors}
      width={34}
      options={KINDS}
      value={query.kinds ?? USUAL_KINDS}
      onChoose={(kinds) => onChange({ kinds })}
    />
  );
}
