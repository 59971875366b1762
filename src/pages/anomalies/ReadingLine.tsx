import { ProgressBar } from '../../shared/ui/ProgressBar.tsx';
import { isWaiting, type PageAnswer } from './ask-page.ts';

/** How many signals have been read, and which have not; nothing once all have. */
export function ReadingLine({ page: { signals } }: { page: PageAnswer }) {
  const waiting = signals.filter(isWaiting);
  if (waiting.length === 0) {
    return null;
  }
  const done = signals.length - waiting.length;
  const names = waiting.map(({ signal }) => signal.name).join(', ');
  return (
    <ProgressBar
      label={`${done} of ${signals.length} signals read. Still to come: ${names}.`}
      share={done / signals.length}
    />
  );
}
