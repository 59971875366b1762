import { PluginPage } from '@grafana/runtime';
import { Button, Stack } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { useAnswer } from '../../shared/api/use-answer.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { SourceChoice } from '../../shared/ui/SourceChoice.tsx';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';
import { askOverview } from './ask-overview.ts';
import { OverviewContent } from './OverviewContent.tsx';

const PAGE = { text: 'Overview' };
const SUBTITLE = 'What is likely to run out of capacity within 7 days, worst first.';

/** What needs attention, of the usual signals of a data source. */
export function OverviewPage() {
  return (
    <WithSources pageNav={PAGE} subTitle={SUBTITLE}>
      {(sources) => <Loaded sources={sources} />}
    </WithSources>
  );
}

function Loaded({ sources }: { sources: readonly HeadroomSource[] }) {
  const [chosen, choose] = useUrlWord('ds');
  const [nowMs, setNowMs] = useState(() => Date.now());
  const sourceUid = chosen ?? sources[0]?.uid ?? '';
  const call = useMemo(() => ({ sourceUid, nowMs }), [sourceUid, nowMs]);
  const { answer, isLoading } = useAnswer(call, askOverview);
  const again = () => setNowMs(Date.now());
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        <Button icon="sync" variant="secondary" disabled={isLoading} onClick={again}>
          Refresh overview
        </Button>
      }
    >
      <Stack direction="column" gap={3}>
        <SourceChoice sources={sources} sourceUid={sourceUid} onChoose={choose} />
        <section aria-label="Overview" aria-busy={isLoading}>
          {answer === undefined ? (
            <TableSkeleton label="Loading the overview" rows={8} />
          ) : (
            <OverviewContent overview={answer} sourceUid={sourceUid} onRetry={again} />
          )}
        </section>
      </Stack>
    </PluginPage>
  );
}
