import { Drawer, Field, Stack, Text } from '@grafana/ui';
import { useId, useState } from 'react';
import { type AlertChoice, DEFAULT_ALERT, pendingError, withinError } from '../../shared/forecast/alert-rule.ts';
import type { SeriesLabels } from '../../shared/forecast/alert-summary.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import type { PanelRequest } from '../../shared/host/panels.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { AlertPlaceFields } from './AlertPlaceFields.tsx';
import { AlertPreview } from './AlertPreview.tsx';
import { OpenRuleEditor } from './OpenRuleEditor.tsx';
import { readDuration } from './page-query.ts';
import { type PlaceChoice, useAlertPlace } from './use-alert-place.ts';

interface Props {
  panel: PanelRequest;
  /** Of every series of the forecast. */
  labels: readonly SeriesLabels[];
  onClose: () => void;
}

const WITHIN = ['6h', '1d', '2d', '4d', '7d', '14d', '30d'];
const PENDING = ['1m', '5m', '15m', '1h'];

/** When an alert is to fire, what it would have done, and the way to Grafana's rule editor. */
export function AlertDrawer({ panel, labels, onClose }: Props) {
  const [choice, setChoice] = useState<AlertChoice>(() => usualChoice(panel));
  const where = useAlertPlace();
  const { expr, direction = 'up', horizon } = panel.fields;
  const { interval } = where.place;
  const wrong = { within: withinError(choice, horizon), pending: pendingError(choice, interval) };
  const isRight = wrong.within === undefined && wrong.pending === undefined;
  const subject = { title: panel.title, kind: breachKindOf({ expr, direction }), labels };
  return (
    <Drawer title="Create alert" subtitle={panel.title} size="md" onClose={onClose}>
      <Stack direction="column" gap={3}>
        <Text color="secondary">
          One alert for each series whose predicted chance of reaching its capacity is above the threshold.
        </Text>
        <div>
          <ChoiceFields choice={choice} wrong={wrong} onChange={(patch) => setChoice({ ...choice, ...patch })} />
          <AlertPlaceFields choice={where} />
        </div>
        <OpenRuleEditor
          panel={panel}
          choice={choice}
          subject={subject}
          where={where}
          reason={whyNoRule(isRight, where)}
        />
        {isRight && !where.isLoading && whyNot('alert.preview') === undefined && (
          <AlertPreview panel={panel} choice={choice} interval={interval} />
        )}
      </Stack>
    </Drawer>
  );
}

function whyNoRule(isRight: boolean, { isLoading }: PlaceChoice): string | undefined {
  if (!isRight) {
    return 'Correct the fields above first.';
  }
  return isLoading ? 'Looking for folders.' : undefined;
}

interface FieldsProps {
  choice: AlertChoice;
  wrong: { readonly within: string | undefined; readonly pending: string | undefined };
  onChange: (patch: Partial<AlertChoice>) => void;
}

function ChoiceFields({ choice, wrong, onChange }: FieldsProps) {
  const id = useId();
  return (
    <div>
      <Field label="Threshold" description="Fires when the chance is above this." htmlFor={`${id}-threshold`}>
        <SettledInput
          id={`${id}-threshold`}
          type="number"
          min={1}
          max={99}
          width={16}
          suffix="%"
          value={String(choice.thresholdPercent)}
          onSettle={(text) => onChange({ thresholdPercent: Math.min(99, Math.max(1, Number(text) || 1)) })}
        />
      </Field>
      <Field
        label="Within"
        description="The capacity is reached within this time; at most the horizon."
        htmlFor={`${id}-within`}
        invalid={wrong.within !== undefined}
        error={wrong.within}
      >
        <ChoiceBox
          id={`${id}-within`}
          isOpen
          options={WITHIN.map((value) => ({ value, label: value }))}
          value={choice.within}
          onChoose={(text) => onChange({ within: readDuration(text) })}
        />
      </Field>
      <Field
        label="For"
        description="How long the chance has to stay above the threshold."
        htmlFor={`${id}-for`}
        invalid={wrong.pending !== undefined}
        error={wrong.pending}
      >
        <ChoiceBox
          id={`${id}-for`}
          isOpen
          options={PENDING.map((value) => ({ value, label: value }))}
          value={choice.pending}
          onChoose={(text) => onChange({ pending: readDuration(text) })}
        />
      </Field>
    </div>
  );
}

/** The usual choice, its window no longer than the horizon. */
function usualChoice({ fields }: PanelRequest): AlertChoice {
  const isTooLong = withinError(DEFAULT_ALERT, fields.horizon) !== undefined;
  return isTooLong ? { ...DEFAULT_ALERT, within: fields.horizon ?? DEFAULT_ALERT.within } : DEFAULT_ALERT;
}
