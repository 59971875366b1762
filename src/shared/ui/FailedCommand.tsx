import type { Command } from '../api/use-command.ts';
import { Failure } from './Failure.tsx';

/** Why what was asked for on a click did not happen; nothing as long as it did. */
export function FailedCommand({ command: { error, dismiss } }: { command: Command }) {
  return error === undefined ? null : <Failure message={error.message} remedy={error.remedy} onDismiss={dismiss} />;
}
