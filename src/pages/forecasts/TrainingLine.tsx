import { Alert, Stack, Text } from '@grafana/ui';
import type { StoredForecastJson } from '#contract/stored-forecast.ts';
import { formatAgo, formatMoment } from '../../shared/forecast/dates.ts';
import { modelName } from '../../shared/forecast/trust-words.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { ProgressBar } from '../../shared/ui/ProgressBar.tsx';
import { LOST_TEXT, stateText } from './stored-words.ts';

interface Props {
  stored: StoredForecastJson;
  nowMs: number;
}

/** How the training of a stored forecast stands. */
export function TrainingLine({ stored, nowMs }: Props) {
  const { progress, state, reason, lost } = stored;
  if (progress !== undefined) {
    return (
      <ProgressBar
        label={stateText(stored)}
        share={progress.total === 0 ? undefined : progress.done / progress.total}
      />
    );
  }
  return (
    <Stack direction="column" gap={1}>
      {state === 'failed' && (
        <Alert severity="warning" title="The last training failed" bottomSpacing={0}>
          {reason}
        </Alert>
      )}
      {lost && (
        <Alert severity="warning" title="The stored answer was damaged or lost" bottomSpacing={0}>
          {LOST_TEXT}
        </Alert>
      )}
      <Text color="secondary">{trainedText(stored, nowMs)}</Text>
    </Stack>
  );
}

function trainedText(stored: StoredForecastJson, nowMs: number): string {
  const { trainedMs, servedModel, nextDueMs } = stored;
  if (trainedMs === null) {
    return stateText(stored);
  }
  const zone = userTimeZone();
  const parts = [
    `Trained ${formatAgo(trainedMs, nowMs)} (${formatMoment(trainedMs, zone)})`,
    servedModel === null ? undefined : `model: ${modelName(servedModel)}`,
    nextDueMs === null ? undefined : `next ${formatMoment(nextDueMs, zone)}`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
