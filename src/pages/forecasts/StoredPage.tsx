import { PluginPage } from '@grafana/runtime';
import { useCallback, useMemo, useState } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { readStored, type StoredCall } from '../../shared/api/stored-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { usePolling } from '../../shared/api/use-polling.ts';
import { listSources } from '../../shared/host/sources.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { EditorPage } from './EditorPage.tsx';
import { pageNav } from './page-nav.ts';
import { ResultSkeleton } from './ResultSkeleton.tsx';
import { isBusy } from './stored-words.ts';

const BUSY_MS = 2_000;

/** A stored forecast: what it says, and everything about it to change. */
export function StoredPage() {
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const sourceUid = params.get('ds') ?? listSources()[0]?.uid;
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  const call = useMemo(
    (): (StoredCall & { asked: number }) | undefined =>
      sourceUid === undefined ? undefined : { sourceUid, id, asked },
    [sourceUid, id, asked]
  );
  const { answer, error } = useAnswer(call, readStored);
  usePolling(answer !== undefined && isBusy(answer), BUSY_MS, again);
  if (answer !== undefined && answer.id === id) {
    return <EditorPage key={id} initialName={answer.name} stored={answer} onStored={again} />;
  }
  return (
    <PluginPage pageNav={pageNav('Forecast')}>
      {error === undefined ? (
        <ResultSkeleton />
      ) : (
        <Failure message={error.message} remedy={error.remedy} onRetry={again} />
      )}
    </PluginPage>
  );
}
