import { Alert, Stack } from '@grafana/ui';
import { deleteStored } from '../../shared/api/stored-api.ts';
import type { Command } from '../../shared/api/use-command.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';

interface Props {
  ids: readonly string[];
  sourceUid: string;
  command: Command;
  onRemoved: () => void;
}

/** Says that settings of stored forecasts were damaged on disk, and lets administrators remove what is left of them. */
export function DamagedNotice({ ids, sourceUid, command, onRemoved }: Props) {
  if (ids.length === 0) {
    return null;
  }
  const title = ids.length === 1 ? 'A stored forecast is damaged' : `${ids.length} stored forecasts are damaged`;
  const remove = () =>
    command.run(async () => {
      for (const id of ids) {
        await deleteStored({ sourceUid, id });
      }
      onRemoved();
    });
  return (
    <Alert severity="error" title={title} bottomSpacing={0}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>
          The settings cannot be read from the disk of the engine, so nothing is served from them. Restore a backup of
          the state, or remove them and store the forecast again.
        </span>
        <ReasonedButton
          size="sm"
          variant="secondary"
          icon="trash-alt"
          reason={whyNot('forecast.deleteOthers')}
          disabled={command.isRunning}
          onClick={remove}
        >
          Remove what is damaged
        </ReasonedButton>
      </Stack>
    </Alert>
  );
}
