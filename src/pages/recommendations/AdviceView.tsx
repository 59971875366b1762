import { Alert, EmptyState, Stack, Text } from '@grafana/ui';
import type { AdviceList } from '../../shared/api/recommendation-api.ts';
import { formatAgo, formatMoment } from '../../shared/forecast/dates.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { whyNot } from '../../shared/host/user.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { ProgressBar } from '../../shared/ui/ProgressBar.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import { FoundAdvice } from './FoundAdvice.tsx';
import type { Advice } from './use-advice.ts';

interface Props {
  advice: Advice;
  sourceUid: string;
}

/** The recommendations, or why there are none and what to do. */
export function AdviceView({ advice, sourceUid }: Props) {
  const { list, error, again } = advice;
  if (error !== undefined) {
    return <Failure message={error.message} remedy={error.remedy} onRetry={again} />;
  }
  if (list === undefined) {
    return <TableSkeleton label="Loading the recommendations" rows={8} />;
  }
  const { madeMs, running, failure } = list;
  return (
    <Stack direction="column" gap={2}>
      <RunProgress list={list} />
      {failure !== undefined && (
        <Alert severity="warning" title="The last run failed" bottomSpacing={0}>
          {failure}
        </Alert>
      )}
      {madeMs === null && running === undefined && <FirstLook advice={advice} />}
      {madeMs !== null && (
        <>
          <FoundAdvice list={list} sourceUid={sourceUid} onChanged={again} />
          <Footer madeMs={madeMs} historyMs={list.historyMs} />
        </>
      )}
    </Stack>
  );
}

function RunProgress({ list: { running } }: { list: AdviceList }) {
  if (running === undefined) {
    return null;
  }
  const { done, total } = running;
  const label = total === 0 ? 'Reading the cluster' : `Reading workloads and volumes: ${done} of ${total}`;
  return <ProgressBar label={label} share={total === 0 ? undefined : done / total} />;
}

function FirstLook({ advice: { look, isRunning } }: { advice: Advice }) {
  return (
    <EmptyState
      variant="call-to-action"
      message="There are no recommendations yet"
      button={
        <ReasonedButton
          icon="search"
          reason={isRunning ? 'Already running.' : whyNot('recommendation.run')}
          onClick={look}
        >
          Find recommendations
        </ReasonedButton>
      }
    >
      Headroom reads 14 days of use of every workload and volume and compares it with what is requested. It changes
      nothing in the cluster, and repeats this every day.
    </EmptyState>
  );
}

function Footer({ madeMs, historyMs }: { madeMs: number; historyMs: number }) {
  const ago = formatAgo(madeMs, useNow());
  const days = Math.round(historyMs / 86_400_000);
  return (
    <Text variant="bodySmall" color="secondary">
      Updated {ago} ({formatMoment(madeMs, userTimeZone())}) from {days} days of history
    </Text>
  );
}
