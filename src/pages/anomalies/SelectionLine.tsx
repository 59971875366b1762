import { Button, Stack, Text } from '@grafana/ui';
import { formatTimes } from '../../shared/forecast/dates.ts';
import type { Selection } from './incidents.ts';
import type { Lane } from './lanes.ts';

interface Props {
  selection: Selection | undefined;
  lanes: readonly Lane[];
  timeZone: string;
  onClear: () => void;
}

/** What the table is narrowed to, and the way back. */
export function SelectionLine({ selection, lanes, timeZone, onClear }: Props) {
  if (selection === undefined) {
    return (
      <Text variant="bodySmall" color="secondary">
        Click or drag over cells to see their incidents only.
      </Text>
    );
  }
  const lane = lanes.find(({ key }) => key === selection.lane);
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <Text variant="bodySmall">
        {lane?.name ?? 'A series that is filtered out'}, {formatTimes(selection.fromMs, selection.toMs, timeZone)}
      </Text>
      <Button size="sm" variant="secondary" fill="text" icon="times" onClick={onClear} tooltip="Esc">
        Clear selection
      </Button>
    </Stack>
  );
}
