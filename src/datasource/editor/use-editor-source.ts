import type { DataSourceApi } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { isPrometheus } from './editor-source.ts';

/** A data source with an editor, none, or still on its way. */
type EditorSource = { state: 'loading' } | { state: 'none' } | { state: 'ready'; source: DataSourceApi };

/** Loads the data source whose editor shall be shown; one that is gone or forbidden counts as none. */
export function useEditorSource(uid: string | undefined): EditorSource {
  const [loaded, setLoaded] = useState<{ uid: string; source: DataSourceApi | undefined }>();
  useEffect(() => {
    let isCurrent = true;
    const settle = (source?: DataSourceApi) => {
      if (isCurrent && uid !== undefined) {
        setLoaded({ uid, source });
      }
    };
    if (uid !== undefined) {
      loadPrometheus(uid).then(settle, () => settle());
    }
    return () => {
      isCurrent = false;
    };
  }, [uid]);
  if (uid === undefined) {
    return { state: 'none' };
  }
  if (loaded?.uid !== uid) {
    return { state: 'loading' };
  }
  return loaded.source === undefined ? { state: 'none' } : { state: 'ready', source: loaded.source };
}

async function loadPrometheus(uid: string): Promise<DataSourceApi | undefined> {
  const settings = getDataSourceSrv().getInstanceSettings(uid);
  if (settings === undefined || !isPrometheus(settings)) {
    return undefined;
  }
  const source = await getDataSourceSrv().get(uid);
  return source.components?.QueryEditor === undefined ? undefined : source;
}
