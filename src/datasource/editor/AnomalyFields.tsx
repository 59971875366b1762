import { EditorRow } from '@grafana/plugin-ui';
import { MultiCombobox, Stack } from '@grafana/ui';
import { DETECTORS, SEVERITIES, type Severity } from '#model/anomaly/types.ts';
import { anomalyQuerySchema } from '#contract/anomaly-query.ts';
import { detectorName } from '../../shared/anomaly/anomaly-words.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { ChoiceField, DurationField, type FieldProps, LabelledField, NumberField } from './query-fields.tsx';

/** What a query takes for what it leaves out. */
const USUAL = anomalyQuerySchema.parse({ queryType: 'anomaly', expr: 'up' });

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

/** What counts as an anomaly, and how the answer is given. */
export function AnomalyFields(props: FieldProps) {
  return (
    <>
      <EditorRow>
        <ChoiceField {...props} field="format" options={FORMATS} fallback="series" />
        {props.query.format === 'numeric' && (
          <ChoiceField {...props} field="measure" options={MEASURES} fallback="severity" />
        )}
        <ChoiceField {...props} field="direction" options={DIRECTIONS} fallback="both" />
        <ChoiceField {...props} field="threshold" options={THRESHOLDS} fallback="warning" />
      </EditorRow>
      <EditorRow>
        <SensitivityField {...props} />
        <NumberField {...props} field="minDeviation" />
        <NumberField {...props} field="minRelativeDeviation" />
        <DurationField {...props} field="minDuration" options={DURATIONS} fallback="0s" />
        <DetectorsField {...props} />
      </EditorRow>
    </>
  );
}

function SensitivityField({ query, errors, onChange }: FieldProps) {
  const sensitivity = { ...USUAL.sensitivity, ...query.sensitivity };
  const change = (severity: Severity, text: string) =>
    onChange({ sensitivity: { ...sensitivity, [severity]: Number(text) } });
  return (
    <LabelledField field="sensitivity" queryType="anomaly" errors={errors}>
      <Stack direction="row" gap={0.5} wrap="wrap">
        {SEVERITIES.map((severity) => (
          <SettledInput
            key={severity}
            aria-label={`False alarms: ${SEVERITY_LOOKS[severity].label}`}
            type="number"
            min={0}
            step="any"
            width={20}
            prefix={SEVERITY_LOOKS[severity].label}
            value={String(sensitivity[severity])}
            onSettle={(text) => change(severity, text)}
          />
        ))}
      </Stack>
    </LabelledField>
  );
}

function DetectorsField({ query, errors, onChange }: FieldProps) {
  return (
    <LabelledField field="detectors" queryType="anomaly" errors={errors}>
      <MultiCombobox
        width={30}
        placeholder="All"
        options={DETECTORS.map((value) => ({ value, label: detectorName(value) }))}
        value={query.detectors ?? []}
        onChange={(chosen) =>
          onChange({ detectors: chosen.length === 0 ? undefined : chosen.map(({ value }) => value) })
        }
      />
    </LabelledField>
  );
}
