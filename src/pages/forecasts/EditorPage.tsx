import { PluginPage } from '@grafana/runtime';
import { Stack } from '@grafana/ui';
import { useMemo, useState } from 'react';
import type { StoredForecastJson } from '#contract/stored-forecast.ts';
import { askForecast } from '../../shared/api/forecast-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { useCommand } from '../../shared/api/use-command.ts';
import type { QueryFields } from '../../shared/forecast/query-fields.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { EditorButtons } from './EditorButtons.tsx';
import { toForecastCall, toQueryFields } from './forecast-call.ts';
import { ForecastWorkbench } from './ForecastWorkbench.tsx';
import { pageNav } from './page-nav.ts';
import { DEFAULT_QUERY, type PageQuery } from './page-query.ts';
import { SaveSection } from './SaveSection.tsx';
import { fromStored } from './stored-query.ts';
import { TrainingLine } from './TrainingLine.tsx';
import { usePageQuery } from './use-page-query.ts';

interface Props {
  initialName: string;
  /** The stored forecast that is changed; absent for a new one. */
  stored?: StoredForecastJson;
  /** Something about the stored forecast has changed. */
  onStored?: () => void;
}

const SUBTITLE = 'See where a signal is heading and when it is likely to reach its capacity.';

/** A forecast of any signal, asked for on the spot, and stored under a name; what is chosen stands in the URL. */
export function EditorPage(props: Props) {
  return (
    <WithSources pageNav={pageNav('New forecast')} subTitle={SUBTITLE}>
      {(sources) => <Editor {...props} sources={sources} />}
    </WithSources>
  );
}

function Editor({ initialName, stored, onStored, sources }: Props & { sources: readonly HeadroomSource[] }) {
  const usual = useMemo(() => (stored === undefined ? DEFAULT_QUERY : fromStored(stored)), [stored]);
  const [query, change] = usePageQuery(sources[0]?.uid, usual);
  const [name, setName] = useState(initialName);
  const [askedMs, setAskedMs] = useState(() => Date.now());
  const command = useCommand();
  const isKnown = sources.some(({ uid }) => uid === query.source);
  const { call, state } = usePreview(isKnown ? query : undefined, stored?.trainedMs, askedMs);
  const askAgain = () => setAskedMs(Date.now());
  const nameError = command.error?.field === 'name' ? command.error.message : undefined;
  return (
    <PluginPage
      pageNav={pageNav(stored?.name ?? 'New forecast')}
      subTitle={SUBTITLE}
      actions={<EditorButtons {...{ query, name, stored, command, onStored }} onRefresh={call && askAgain} />}
    >
      <Stack direction="column" gap={2}>
        {nameError === undefined && <FailedCommand command={command} />}
        {stored && <TrainingLine stored={stored} nowMs={askedMs} />}
        <ForecastWorkbench {...{ sources, query, name, state }} onChange={change} onRetry={askAgain}>
          <SaveSection {...{ query, name, nameError }} onName={setName} onChange={change} />
        </ForecastWorkbench>
      </Stack>
    </PluginPage>
  );
}

/** The forecast of the query. As text: another chosen series or unit asks nothing new; a training that ended does. */
function usePreview(query: PageQuery | undefined, trainedMs: number | null | undefined, askedMs: number) {
  const asked = query && JSON.stringify({ uid: query.source, fields: toQueryFields(query), trainedMs });
  const call = useMemo(() => {
    if (asked === undefined) {
      return undefined;
    }
    const { uid, fields } = JSON.parse(asked) as { uid: string; fields: QueryFields };
    return toForecastCall(uid, fields, askedMs);
  }, [asked, askedMs]);
  return { call, state: useAnswer(call, askForecast) };
}
