import { Alert, EmptyState, Icon, LinkButton, Stack, Text } from '@grafana/ui';
import { useMemo } from 'react';
import { formatAgo, formatMoment } from '../../shared/forecast/dates.ts';
import { pagePath } from '../../shared/host/links.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import type { Overview } from './ask-overview.ts';
import { AttentionList } from './AttentionList.tsx';
import { DaysTable } from './DaysTable.tsx';
import { adviceSummary, needsAttention, summaryOf, toItems } from './overview-words.ts';
import { TopSavings } from './TopSavings.tsx';

interface Props {
  overview: Overview;
  sourceUid: string;
  onRetry: () => void;
}

/** The answer: a summary, what needs attention, and all days to full. */
export function OverviewContent({ overview, sourceUid, onRetry }: Props) {
  const { signals, nowMs, advice } = overview;
  const items = useMemo(() => toItems(signals), [signals]);
  const moment = useMemo(() => ({ nowMs, timeZone: userTimeZone() }), [nowMs]);
  const failed = signals.filter(({ error }) => error !== undefined);
  const first = failed[0]?.error;
  if (first !== undefined && failed.length === signals.length) {
    return <Failure message={first.message} remedy={first.remedy} onRetry={onRetry} />;
  }
  return (
    <Stack direction="column" gap={3}>
      {failed.map(({ signal, error }) => (
        <Alert key={signal.id} severity="warning" title={`${signal.title}: ${error?.message}`} bottomSpacing={0}>
          {error?.remedy}
        </Alert>
      ))}
      {items.length === 0 ? (
        <NothingFound />
      ) : (
        <>
          <Summary
            text={[summaryOf(items), ...adviceSummary(advice?.totals)].join(' · ')}
            isGood={!items.some(needsAttention)}
          />
          <AttentionList items={items.filter(needsAttention)} moment={moment} sourceUid={sourceUid} />
          <DaysTable items={items} moment={moment} sourceUid={sourceUid} />
        </>
      )}
      {advice !== undefined && <TopSavings advice={advice} sourceUid={sourceUid} />}
      <Footer overview={overview} />
    </Stack>
  );
}

function Summary({ text, isGood }: { text: string; isGood: boolean }) {
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <Text color={isGood ? 'success' : 'warning'}>
        <Icon name={isGood ? 'check-circle' : 'exclamation-triangle'} size="lg" />
      </Text>
      <Text element="h2" variant="h4">
        {text}
      </Text>
    </Stack>
  );
}

function NothingFound() {
  return (
    <EmptyState
      variant="call-to-action"
      message="No volumes or nodes were found in this data source"
      button={
        <LinkButton icon="plus" href={pagePath('forecasts/new')}>
          Forecast a signal
        </LinkButton>
      }
    >
      The overview looks for the metrics of node_exporter and kubelet. Anything else in PromQL can be forecast too.
    </EmptyState>
  );
}

function Footer({ overview: { nowMs, health } }: { overview: Overview }) {
  const engine = health === undefined ? 'the engine does not answer' : health.ok ? 'engine healthy' : health.message;
  const ago = formatAgo(nowMs, useNow());
  return (
    <Text variant="bodySmall" color="secondary">
      Updated {ago} ({formatMoment(nowMs, userTimeZone())}) · {engine}
    </Text>
  );
}
