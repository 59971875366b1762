import { Alert, Button } from '@grafana/ui';
import type { WatchedSignalJson } from '#contract/anomaly-rest.ts';
import { createWatched } from '../../shared/api/anomaly-api.ts';
import { useCommand } from '../../shared/api/use-command.ts';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';

interface Props {
  sourceUid: string;
  deleted: WatchedSignalJson | undefined;
  onDone: () => void;
  onRestored: () => void;
}

/** After a deletion: what has happened, and the way back. */
export function DeletedSignal({ sourceUid, deleted, onDone, onRestored }: Props) {
  const command = useCommand();
  if (deleted === undefined) {
    return null;
  }
  const { name, unit, query } = deleted;
  const undo = async () => {
    await createWatched(sourceUid, { name, unit, query });
    onDone();
    onRestored();
  };
  return (
    <>
      <FailedCommand command={command} />
      <Alert severity="success" title={`${name} is not watched any more.`} bottomSpacing={0} onRemove={onDone}>
        <Button
          size="sm"
          variant="secondary"
          icon="history"
          disabled={command.isRunning}
          onClick={() => command.run(undo)}
        >
          Undo
        </Button>
      </Alert>
    </>
  );
}
