import { Button, Stack, Text } from '@grafana/ui';
import { formatTimes } from '../../shared/forecast/dates.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import type { Exclusion } from './use-exclusion.ts';

/** What can be done with the stretch that was dragged out on the chart: an incident is not a habit. */
export function ExclusionBar({ selected, excluded, exclude, undo, dismiss }: Exclusion) {
  const stretch = selected ?? excluded;
  if (stretch === undefined) {
    return (
      <Text variant="bodySmall" color="secondary">
        Drag across an incident to exclude it from training.
      </Text>
    );
  }
  const times = `${formatTimes(stretch.fromMs, stretch.toMs, userTimeZone())}`;
  return (
    <div role="status">
      <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
        <Text>{selected === undefined ? `Excluded ${times}. Save the forecast to keep it so.` : times}</Text>
        {selected === undefined ? (
          <Button size="sm" variant="secondary" icon="history" onClick={undo}>
            Undo
          </Button>
        ) : (
          <Button size="sm" variant="secondary" icon="ban" onClick={exclude}>
            Exclude from training
          </Button>
        )}
        <Button size="sm" variant="secondary" fill="text" onClick={dismiss}>
          Dismiss
        </Button>
      </Stack>
    </div>
  );
}
