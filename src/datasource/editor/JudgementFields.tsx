import { Stack } from '@grafana/ui';
import { DETECTORS, SEVERITIES } from '#model/anomaly/types.ts';
import { detectorName } from '../../shared/anomaly/anomaly-words.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { type FieldProps, LabelledField } from './query-fields.tsx';
import { SeveralField } from './SeveralField.tsx';
import { changeSensitivity, USUAL_SENSITIVITY } from './sensitivity.ts';

/** How severe is how rare, and who judges: what seldom needs a change. */
export function JudgementFields(props: FieldProps) {
  return (
    <>
      <FalseAlarmsField {...props} />
      <DetectorsField {...props} />
    </>
  );
}

function FalseAlarmsField({ query, errors, onChange }: FieldProps) {
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
            placeholder={String(USUAL_SENSITIVITY[severity])}
            value={String(query.sensitivity?.[severity] ?? '')}
            onSettle={(text) => onChange({ sensitivity: changeSensitivity(query.sensitivity, severity, text) })}
          />
        ))}
      </Stack>
    </LabelledField>
  );
}

function DetectorsField({ query, errors, onChange }: FieldProps) {
  return (
    <SeveralField
      field="detectors"
      queryType="anomaly"
      errors={errors}
      width={30}
      placeholder="All"
      options={DETECTORS.map((value) => ({ value, label: detectorName(value) }))}
      value={query.detectors ?? []}
      onChoose={(detectors) => onChange({ detectors: detectors.length === 0 ? undefined : detectors })}
    />
  );
}
