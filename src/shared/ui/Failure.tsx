import { Alert, Button, Stack } from '@grafana/ui';

interface Props {
  message: string;
  remedy: string;
  /** Absent where trying again cannot help. */
  onRetry?: (() => void) | undefined;
}

/** In place of an answer: what failed and what to do about it. */
export function Failure({ message, remedy, onRetry }: Props) {
  return (
    <Alert severity="error" title={message}>
      <Stack direction="column" alignItems="flex-start" gap={2}>
        {remedy}
        {onRetry !== undefined && (
          <Button variant="secondary" icon="sync" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
