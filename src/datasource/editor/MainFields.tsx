import { EditorRow } from '@grafana/plugin-ui';
import { Box } from '@grafana/ui';
import { DIRECTIONS, HORIZONS } from '../../shared/fields/field-choices.ts';
import type { SourceLabels } from '../labels.ts';
import { PromqlCodeEditor } from './PromqlCodeEditor.tsx';
import { ChoiceField, DurationField, type FieldProps, LabelledField } from './query-fields.tsx';

const WINDOWS = ['12h', '1d', '2d', '4d', '7d', '14d', '30d'];

const MEASURES = [
  { value: 'probability' as const, label: 'Probability' },
  { value: 'days' as const, label: 'Days' },
];
const FORMATS = [
  { value: 'numeric' as const, label: 'Numeric' },
  { value: 'table' as const, label: 'Table' },
];

interface Props extends FieldProps {
  labels: SourceLabels;
  /** A text was left; `onChange` is for when the answer is wanted now. */
  onSettle: (patch: { capacity: string }) => void;
}

/** What nearly every query sets. */
export function MainFields(props: Props) {
  const isBreach = props.query.queryType === 'breach';
  return (
    <>
      <EditorRow>
        <DurationField {...props} field="horizon" options={HORIZONS} fallback="7d" />
        <CapacityField {...props} />
        {(isBreach || Boolean(props.query.capacity)) && (
          <ChoiceField {...props} field="direction" options={DIRECTIONS} fallback="up" />
        )}
      </EditorRow>
      {isBreach && (
        <EditorRow>
          <DurationField {...props} field="within" options={WINDOWS} fallback="4d" />
          <ChoiceField {...props} field="measure" options={MEASURES} fallback="probability" />
          <ChoiceField {...props} field="format" options={FORMATS} fallback="numeric" />
        </EditorRow>
      )}
    </>
  );
}

function CapacityField({ query, errors, labels, onChange, onSettle }: Props) {
  return (
    <Box flex="1 1 320px" minWidth={0}>
      <LabelledField field="capacity" errors={errors}>
        <PromqlCodeEditor
          value={query.capacity ?? ''}
          labels={labels}
          placeholder={query.queryType === 'breach' ? 'Number or PromQL, such as 0.9' : 'None'}
          ariaLabel="Capacity: a number or a PromQL expression"
          onBlur={(capacity) => onSettle({ capacity })}
          onRun={(capacity) => onChange({ capacity })}
        />
      </LabelledField>
    </Box>
  );
}
