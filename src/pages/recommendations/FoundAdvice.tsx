import { css } from '@emotion/css';
import { Alert, EmptyState, Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import { useMemo, useState } from 'react';
import type { AdviceList } from '../../shared/api/recommendation-api.ts';
import { filterAdvice, namespacesOf } from '../../shared/tuning/advice-filters.ts';
import { summaryText } from '../../shared/tuning/advice-words.ts';
import { namespaceCosts } from '../../shared/tuning/namespace-costs.ts';
import { AdviceTable } from './AdviceTable.tsx';
import { BulkBar } from './BulkBar.tsx';
import { CostPicture } from './CostPicture.tsx';
import { FilterRow } from './FilterRow.tsx';
import { SmallSavings } from './SmallSavings.tsx';
import { useFilters } from './use-filters.ts';

interface Props {
  list: AdviceList;
  sourceUid: string;
  onChanged: () => void;
}

/** What a run has found: sums, a picture, filters, and the table. */
export function FoundAdvice({ list, sourceUid, onChanged }: Props) {
  const { recommendations, leastSaving, totals, lacking } = list;
  const [filters, setFilter] = useFilters();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const costs = useMemo(() => namespaceCosts(recommendations), [recommendations]);
  const namespaces = useMemo(() => namespacesOf(recommendations), [recommendations]);
  const { shown, small } = useMemo(() => {
    const of = (isSmall: boolean) => filterAdvice(recommendations, { ...filters, isSmall }, leastSaving);
    return { shown: of(filters.isSmall), small: of(true).length - of(false).length };
  }, [recommendations, filters, leastSaving]);
  const chosen = shown.filter(({ id, outcome }) => ticked.has(id) && outcome === 'change');
  if (recommendations.length === 0) {
    return (
      <Stack direction="column" gap={2}>
        <Lacking sentences={lacking} />
        <EmptyState variant="not-found" message="No workloads and no volumes were found in this data source">
          Recommendations need the metrics of kubelet (cAdvisor) and kube-state-metrics.
        </EmptyState>
      </Stack>
    );
  }
  return (
    <Stack direction="column" gap={2}>
      <Stack direction="row" gap={1} alignItems="center">
        <Text color={totals.changes > 0 ? 'info' : 'success'}>
          <Icon name={totals.changes > 0 ? 'sliders-v-alt' : 'check-circle'} size="lg" />
        </Text>
        <Text element="h2" variant="h4">
          {summaryText(totals)}
        </Text>
      </Stack>
      <Lacking sentences={lacking} />
      <CostPicture costs={costs} currency={totals.currency} />
      <FilterRow
        filters={filters}
        namespaces={namespaces}
        onChange={setFilter}
        approved={recommendations.filter(({ state }) => state === 'approved').length}
        sourceUid={sourceUid}
      />
      {chosen.length > 0 && (
        <BulkBar chosen={chosen} sourceUid={sourceUid} onChanged={onChanged} onClear={() => setTicked(new Set())} />
      )}
      {shown.length === 0 ? (
        <EmptyState variant="not-found" message="No recommendation matches the filters">
          Change the filters, or show also what needs no change.
        </EmptyState>
      ) : (
        <AdviceTable recommendations={shown} ticked={ticked} onTick={setTicked} />
      )}
      <SmallSavings
        count={small}
        least={leastSaving}
        currency={totals.currency}
        areShown={filters.isSmall}
        onChange={(isSmall) => setFilter({ isSmall })}
      />
      <Text variant="bodySmall" color="secondary">
        {shown.length} of {recommendations.length} judged resources
      </Text>
    </Stack>
  );
}

function Lacking({ sentences }: { sentences: readonly string[] }) {
  const styles = useStyles2(getStyles);
  return sentences.length === 0 ? null : (
    <Alert severity="info" title="What the advice lacks" bottomSpacing={0}>
      <ul className={styles.lacking}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Alert>
  );
}

const getStyles = () => ({
  lacking: css({ margin: 0, paddingLeft: '1.2em' }),
});
