import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { FailedForecast } from './FailedForecast.tsx';
import { ForecastResult } from './ForecastResult.tsx';
import { NoSignal } from './NoSignal.tsx';
import { horizonError, type PageQuery } from './page-query.ts';
import { ResultSkeleton } from './ResultSkeleton.tsx';
import { SignalForm } from './SignalForm.tsx';
import type { ForecastState } from './use-forecast.ts';

interface Props {
  sources: readonly HeadroomSource[];
  query: PageQuery;
  state: ForecastState;
  onChange: (patch: Partial<PageQuery>, options?: { replace?: boolean }) => void;
  onRetry: () => void;
}

/** What is asked on the left, the answer on the right; one above the other where there is no room. */
export function ForecastWorkbench(props: Props) {
  const styles = useStyles2(getStyles);
  const { sources, query, state, onChange } = props;
  return (
    <div className={styles.columns}>
      <SignalForm sources={sources} query={query} error={state.error} onChange={onChange} />
      <section className={styles.result} aria-label="Forecast" aria-busy={state.isLoading}>
        <Result {...props} />
      </section>
    </div>
  );
}

function Result({ sources, query, state, onChange, onRetry }: Props) {
  const { answer, error, isLoading } = state;
  if (query.source !== '' && !sources.some(({ uid }) => uid === query.source)) {
    return <FailedForecast message="The data source of this address does not exist." remedy="Choose another one." />;
  }
  if (query.expr === '') {
    return <NoSignal onChoose={onChange} />;
  }
  const wrongHorizon = horizonError(query.horizon);
  if (wrongHorizon !== undefined) {
    return <FailedForecast message={wrongHorizon} remedy="Choose another horizon." />;
  }
  if (error !== undefined) {
    const retry = error.field === undefined ? onRetry : undefined;
    return <FailedForecast message={error.message} remedy={error.remedy} onRetry={retry} />;
  }
  if (answer === undefined) {
    return <ResultSkeleton />;
  }
  return (
    <ForecastResult
      answer={answer}
      query={query}
      isLoading={isLoading}
      onChoose={(series) => onChange({ series }, { replace: true })}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gap: theme.spacing(3),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('lg')]: {
      gridTemplateColumns: '320px minmax(0, 1fr)',
      gap: theme.spacing(4),
    },
  }),
  result: css({ minWidth: 0 }),
});
