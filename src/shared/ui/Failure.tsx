import { Alert, Button, Stack } from '@grafana/ui';

interface Props {
  message: string;
  remedy: string;
  /** Absent where trying again cannot help. */
  onRetry?: (() => void) | undefined;
  onDismiss?: () => void;
}

/** What failed and what to do about it. */
export function Failure({ message, remedy, onRetry, onDismiss }: Props) {
  return (
    <Alert severity="error" title={message} {...(onDismiss === undefined ? {} : { onRemove: onDismiss })}>
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
