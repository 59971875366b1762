import { Alert, Button } from '@grafana/ui';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import type { Feedback } from './use-feedback.ts';

/** After feedback: what it has changed, and the way back. */
export function FeedbackNotice({ feedback: { said, command, undo, dismiss } }: { feedback: Feedback }) {
  return (
    <>
      <FailedCommand command={command} />
      {said && (
        <Alert severity="success" title={said.sentence} bottomSpacing={0} onRemove={dismiss}>
          <Button
            size="sm"
            variant="secondary"
            icon="history"
            disabled={command.isRunning}
            onClick={() => undo(said.id)}
          >
            Undo
          </Button>
        </Alert>
      )}
    </>
  );
}
