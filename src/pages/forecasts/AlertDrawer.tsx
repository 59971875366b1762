import { Drawer, Field, LinkButton, Stack, Text } from '@grafana/ui';
import { useId, useState } from 'react';
import {
  type AlertChoice,
  DEFAULT_ALERT,
  pendingError,
  ruleDefaults,
  withinError,
} from '../../shared/forecast/alert-rule.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import { ruleEditorUrl } from '../../shared/host/links.ts';
import type { PanelRequest } from '../../shared/host/panels.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ChoiceBox } from '../../shared/ui/ChoiceBox.tsx';
import { SettledInput } from '../../shared/ui/SettledInput.tsx';
import { AlertPreview } from './AlertPreview.tsx';
import { readDuration } from './page-query.ts';

interface Props {
  panel: PanelRequest;
  onClose: () => void;
}

const WITHIN = ['6h', '1d', '2d', '4d', '7d', '14d', '30d'];
const PENDING = ['1m', '5m', '15m', '1h'];

/** When an alert is to fire, what it would have done, and the way to Grafana's rule editor. */
export function AlertDrawer({ panel, onClose }: Props) {
  const [choice, setChoice] = useState<AlertChoice>(() => usualChoice(panel));
  const { expr, direction = 'up' } = panel.fields;
  const wrong = withinError(choice, panel.fields.horizon);
  const defaults = ruleDefaults(panel, choice, { title: panel.title, kind: breachKindOf({ expr, direction }) });
  return (
    <Drawer title="Create alert" subtitle={panel.title} size="md" onClose={onClose}>
      <Stack direction="column" gap={3}>
        <Text color="secondary">
          One alert for each series whose predicted chance of reaching its capacity is above the threshold.
        </Text>
        <ChoiceFields choice={choice} wrong={wrong} onChange={(patch) => setChoice({ ...choice, ...patch })} />
        {wrong === undefined && pendingError(choice) === undefined && (
          <>
            {whyNot('alert.preview') === undefined && <AlertPreview panel={panel} choice={choice} />}
            <Text color="secondary">
              Grafana&apos;s editor takes over name, label and pending period. It does not take over the query: choose
              Breach there, enter the same signal, capacity and window, and the threshold as the condition.
            </Text>
            <div>
              <LinkButton icon="bell" href={ruleEditorUrl(defaults)}>
                Open rule editor
              </LinkButton>
            </div>
          </>
        )}
      </Stack>
    </Drawer>
  );
}

interface FieldsProps {
  choice: AlertChoice;
  wrong: string | undefined;
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
        invalid={wrong !== undefined}
        error={wrong}
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
        invalid={pendingError(choice) !== undefined}
        error={pendingError(choice)}
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
