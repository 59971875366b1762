import { Alert, Button } from '@grafana/ui';
import { restoreStored } from '../../shared/api/stored-api.ts';
import { useCommand } from '../../shared/api/use-command.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';

interface Props {
  sourceUid: string;
  onRestored: () => void;
}

/** After a deletion: what has happened, and the way back. */
export function DeletedNotice({ sourceUid, onRestored }: Props) {
  const [id, setDeleted] = useUrlWord('deleted');
  const { isRunning, error, run, dismiss } = useCommand();
  if (id === undefined) {
    return null;
  }
  const undo = async () => {
    await restoreStored({ sourceUid, id });
    setDeleted(undefined);
    onRestored();
  };
  return error === undefined ? (
    <Alert severity="success" title="Forecast deleted." bottomSpacing={0} onRemove={() => setDeleted(undefined)}>
      <Button size="sm" variant="secondary" icon="history" disabled={isRunning} onClick={() => run(undo)}>
        Undo
      </Button>
    </Alert>
  ) : (
    <Failure
      message={error.message}
      remedy={error.remedy}
      onDismiss={() => {
        dismiss();
        setDeleted(undefined);
      }}
    />
  );
}
