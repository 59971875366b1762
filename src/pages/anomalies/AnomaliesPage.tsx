import { rangeUtil, type TimeRange } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Button, LinkButton, Stack, TimeRangePicker } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { type AnswerState, useAnswer } from '../../shared/api/use-answer.ts';
import { pagePath } from '../../shared/host/links.ts';
import { type HeadroomSource, userTimeZone } from '../../shared/host/sources.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { Failure } from '../../shared/ui/Failure.tsx';
import { SourceChoice } from '../../shared/ui/SourceChoice.tsx';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { askPage, type PageAnswer } from './ask-page.ts';
import { FoundAnomalies } from './FoundAnomalies.tsx';
import { NoSignals } from './NoSignals.tsx';
import { type ChangeWords, type PageState, usePageState } from './page-state.ts';

const PAGE = { text: 'Anomalies', url: pagePath('anomalies') };
const SUBTITLE = 'Where watched signals leave their own habit, newest first.';

/** What has been unusual in the watched signals of a data source. */
export function AnomaliesPage() {
  return (
    <WithSources pageNav={PAGE} subTitle={SUBTITLE}>
      {(sources) => <Loaded sources={sources} />}
    </WithSources>
  );
}

function Loaded({ sources }: { sources: readonly HeadroomSource[] }) {
  const [state, change] = usePageState();
  const [asked, setAsked] = useState(0);
  const sourceUid = state.source ?? sources[0]?.uid ?? '';
  const range = useRange(state, asked);
  const call = useMemo(
    () => ({ sourceUid, fromMs: range.from.valueOf(), toMs: range.to.valueOf() }),
    [sourceUid, range]
  );
  const found = useAnswer(call, askPage);
  const { isLoading } = found;
  const again = () => setAsked((count) => count + 1);
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        <Stack direction="row" gap={1} wrap="wrap">
          <RangePicker range={range} onChange={change} />
          <Button icon="sync" variant="secondary" disabled={isLoading} onClick={again}>
            Refresh anomalies
          </Button>
          <LinkButton icon="cog" variant="secondary" href={signalsPath(sourceUid)}>
            Watched signals
          </LinkButton>
        </Stack>
      }
    >
      <Stack direction="column" gap={2}>
        <SourceChoice sources={sources} sourceUid={sourceUid} onChoose={(ds) => change({ ds })} />
        <section aria-label="Anomalies" aria-busy={isLoading}>
          <Content sourceUid={sourceUid} found={found} state={state} onChange={change} onAgain={again} />
        </section>
      </Stack>
    </PluginPage>
  );
}

interface ContentProps {
  sourceUid: string;
  found: AnswerState<PageAnswer>;
  state: PageState;
  onChange: ChangeWords;
  onAgain: () => void;
}

/** What the page shows of the answer; that of another data source is none. */
function Content({ sourceUid, found, state, onChange, onAgain }: ContentProps) {
  const { error, isLoading } = found;
  // What was answered before stays until all is answered anew; else what has come is better than nothing.
  const page = [found.answer, found.part].find((one) => one?.sourceUid === sourceUid);
  if (error !== undefined) {
    return <Failure message={error.message} remedy={error.remedy} onRetry={onAgain} />;
  }
  if (page === undefined) {
    return <TableSkeleton label="Loading the anomalies" rows={12} />;
  }
  return page.signals.length === 0 ? (
    <NoSignals sourceUid={sourceUid} onWatched={onAgain} />
  ) : (
    <FoundAnomalies page={page} state={state} isLoading={isLoading} onChange={onChange} onAgain={onAgain} />
  );
}

/** Where signals are watched and no longer watched. */
function signalsPath(sourceUid: string): string {
  return `${pagePath('anomalies/signals')}?${new URLSearchParams({ ds: sourceUid }).toString()}`;
}

/** The range of the address; `asked` makes a relative one anew. */
function useRange({ from, to }: PageState, asked: number): TimeRange {
  return useMemo(() => {
    const read = (text: string) => (/^\d+$/.test(text) ? new Date(Number(text)).toISOString() : text);
    // The count only says that now is another moment.
    void asked;
    return rangeUtil.convertRawToRange({ from: read(from), to: read(to) }, userTimeZone());
  }, [from, to, asked]);
}

function RangePicker({ range, onChange }: { range: TimeRange; onChange: ChangeWords }) {
  const show = (from: string, to: string) => onChange({ from, to, lane: undefined, cells: undefined });
  const showMs = (fromMs: number, toMs: number) => show(String(Math.round(fromMs)), String(Math.round(toMs)));
  const [fromMs, toMs] = [range.from.valueOf(), range.to.valueOf()];
  const half = (toMs - fromMs) / 2;
  const text = (raw: TimeRange['raw']['from']) => (typeof raw === 'string' ? raw : String(raw.valueOf()));
  return (
    <TimeRangePicker
      value={range}
      timeZone={userTimeZone()}
      onChange={({ raw }) => show(text(raw.from), text(raw.to))}
      onChangeTimeZone={() => undefined}
      onMoveBackward={() => showMs(fromMs - half, toMs - half)}
      onMoveForward={() => showMs(fromMs + half, toMs + half)}
      onZoom={() => showMs(fromMs - half, toMs + half)}
    />
  );
}
