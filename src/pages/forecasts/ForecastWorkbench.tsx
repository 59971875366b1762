import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode, useMemo } from 'react';
import type { ForecastAnswer } from '../../shared/api/forecast-api.ts';
import type { AnswerState } from '../../shared/api/use-answer.ts';
import { fieldHelp } from '../../shared/fields/field-help.ts';
import { exampleOf } from '../../shared/forecast/example-signals.ts';
import { type FieldErrors, fieldErrors } from '../../shared/forecast/query-fields.ts';
import type { PanelRequest } from '../../shared/host/panels.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { toQueryFields } from './forecast-call.ts';
import { ForecastResult } from './ForecastResult.tsx';
import { NoSignal } from './NoSignal.tsx';
import { PanelNote } from './PanelNote.tsx';
import type { PageQuery } from './page-query.ts';
import { ResultSkeleton } from './ResultSkeleton.tsx';
import { SignalForm } from './SignalForm.tsx';
import type { ChangeQuery } from './use-page-query.ts';

interface Props {
  sources: readonly HeadroomSource[];
  query: PageQuery;
  /** What the forecast is called; empty while it has no name. */
  name: string;
  state: AnswerState<ForecastAnswer>;
  onChange: ChangeQuery;
  onRetry: () => void;
  /** The last section of the form. */
  children?: ReactNode;
}

/** What is asked on the left, the answer on the right; one above the other where there is no room. */
export function ForecastWorkbench(props: Props) {
  const styles = useStyles2(getStyles);
  const { sources, query, state, onChange, children } = props;
  const errors = errorsOf(props);
  return (
    <div className={styles.columns}>
      <SignalForm sources={sources} query={query} errors={errors} onChange={onChange}>
        {children}
      </SignalForm>
      <section className={styles.result} aria-label="Forecast" aria-busy={state.isLoading}>
        {props.query.expr !== '' && <PanelNote hasSignal />}
        <Result {...props} />
      </section>
    </div>
  );
}

/** What is wrong with the fields, by our own look at them and by the engine's. */
function errorsOf({ query, state }: Props): FieldErrors {
  const { field, message } = state.error ?? {};
  return { ...(field === undefined ? {} : { [field]: message }), ...fieldErrors(toQueryFields(query)) };
}

function Result(props: Props) {
  const { sources, query, state, onChange, onRetry } = props;
  const { answer, error, isLoading } = state;
  const panel = usePanel(props);
  if (query.source !== '' && !sources.some(({ uid }) => uid === query.source)) {
    return <Failure message="The data source of this address does not exist." remedy="Choose another one." />;
  }
  if (query.expr === '') {
    return (
      <>
        <PanelNote hasSignal={false} />
        <NoSignal onChoose={onChange} />
      </>
    );
  }
  const wrong = wrongField(query);
  if (wrong !== undefined) {
    return <Failure {...wrong} />;
  }
  if (error !== undefined) {
    const retry = error.field === undefined ? onRetry : undefined;
    return <Failure message={error.message} remedy={error.remedy} onRetry={retry} />;
  }
  if (answer === undefined) {
    return <ResultSkeleton />;
  }
  return (
    <ForecastResult
      answer={answer}
      query={query}
      panel={panel}
      isLoading={isLoading}
      onChoose={(series) => onChange({ series }, { replace: true })}
      onExclusions={(exclusions) => onChange({ exclusions })}
    />
  );
}

/** The first field that is wrong in itself, by its name. */
function wrongField(query: PageQuery): { message: string; remedy: string } | undefined {
  const errors = fieldErrors(toQueryFields(query));
  const field = (Object.keys(errors) as Array<keyof FieldErrors>)[0];
  if (field === undefined) {
    return undefined;
  }
  const { title } = fieldHelp(field);
  return { message: `${title}: ${errors[field] ?? ''}`, remedy: `Correct “${title}” in the form.` };
}

function usePanel({ query, name }: Props): PanelRequest {
  return useMemo(
    () => ({
      sourceUid: query.source,
      fields: toQueryFields(query),
      title: name || (exampleOf(query)?.title ?? query.expr),
      unit: query.unit,
    }),
    [query, name]
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gap: theme.spacing(3),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('xl')]: {
      gridTemplateColumns: '320px minmax(0, 1fr)',
      gap: theme.spacing(3),
    },
  }),
  result: css({
    minWidth: 0,
    [theme.breakpoints.up('xl')]: { position: 'sticky', top: theme.spacing(7) },
  }),
});
