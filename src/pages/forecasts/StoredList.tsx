import { EmptyState, Field, FilterInput, LinkButton, Stack, Text } from '@grafana/ui';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  deleteStored,
  listStored,
  type StoredList as StoredListAnswer,
  type StoredListCall,
  trainStored,
} from '../../shared/api/stored-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { type Command, useCommand } from '../../shared/api/use-command.ts';
import { usePolling } from '../../shared/api/use-polling.ts';
import { pagePath } from '../../shared/host/links.ts';
import { type HeadroomSource, userTimeZone } from '../../shared/host/sources.ts';
import { whyNot } from '../../shared/host/user.ts';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { Failure } from '../../shared/ui/Failure.tsx';
import { SourceChoice } from '../../shared/ui/SourceChoice.tsx';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';
import { DamagedNotice } from './DamagedNotice.tsx';
import { DeletedNotice } from './DeletedNotice.tsx';
import { writePageQuery } from './page-query.ts';
import { fromStored, searchStored, worstFirst } from './stored-query.ts';
import { type StoredActions, StoredTable } from './StoredTable.tsx';
import { isBusy } from './stored-words.ts';
import { whyNoRemove } from './why-no-remove.ts';

interface Props {
  sources: readonly HeadroomSource[];
  sourceUid: string;
  createUrl: string;
}

interface ListProps extends Props {
  /** Told whether there is any forecast to list. */
  onEmpty: (isEmpty: boolean) => void;
}

const BUSY_MS = 2_000;

/** Search and table of the stored forecasts of one data source. */
export function StoredList({ sources, sourceUid, createUrl, onEmpty }: ListProps) {
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  const call = useMemo((): StoredListCall & { asked: number } => ({ sourceUid, asked }), [sourceUid, asked]);
  const { answer, error } = useAnswer(call, listStored);
  const isEmpty = answer?.forecasts.length === 0;
  useEffect(() => onEmpty(isEmpty), [isEmpty, onEmpty]);
  usePolling(answer?.forecasts.some(isBusy) ?? false, BUSY_MS, again);
  const command = useCommand();
  const [, setDeleted] = useUrlWord('deleted');
  const actions = useActions(sourceUid, command, again, setDeleted);
  return (
    <Stack direction="column" gap={2}>
      <DeletedNotice sourceUid={sourceUid} onRestored={again} />
      <FailedCommand command={command} />
      {error && <Failure message={error.message} remedy={error.remedy} onRetry={again} />}
      {error === undefined && answer === undefined && <TableSkeleton label="Loading the stored forecasts" />}
      {answer !== undefined && <DamagedNotice ids={answer.damaged} {...{ sourceUid, command }} onRemoved={again} />}
      {answer !== undefined && <Found list={answer} {...{ sources, sourceUid, createUrl }} actions={actions} />}
    </Stack>
  );
}

function Found({
  list: { forecasts, nowMs },
  sources,
  sourceUid,
  createUrl,
  actions,
}: Props & { list: StoredListAnswer; actions: StoredActions }) {
  const [words = '', setWords] = useUrlWord('search');
  const [, setSource] = useUrlWord('ds');
  const id = useId();
  const shown = useMemo(() => worstFirst(searchStored(forecasts, words)), [forecasts, words]);
  const moment = useMemo(() => ({ nowMs, timeZone: userTimeZone() }), [nowMs]);
  if (forecasts.length === 0 && sources.length < 2) {
    return <NoForecasts createUrl={createUrl} />;
  }
  return (
    <>
      <Stack direction="row" gap={2} wrap="wrap">
        <SourceChoice sources={sources} sourceUid={sourceUid} onChoose={setSource} />
        <Field label="Search" htmlFor={`${id}-search`} noMargin>
          <FilterInput id={`${id}-search`} placeholder="Name or signal" value={words} onChange={setWords} />
        </Field>
      </Stack>
      {forecasts.length === 0 && <NoForecasts createUrl={createUrl} />}
      {forecasts.length > 0 && shown.length === 0 && (
        <EmptyState variant="not-found" message={`No forecast has “${words}” in its name or signal`} />
      )}
      {shown.length > 0 && (
        <>
          <StoredTable forecasts={shown} sourceUid={sourceUid} moment={moment} actions={actions} />
          <Text variant="bodySmall" color="secondary">
            {shown.length} of {forecasts.length} stored forecasts
          </Text>
        </>
      )}
    </>
  );
}

function NoForecasts({ createUrl }: { createUrl: string }) {
  return (
    <EmptyState
      variant="call-to-action"
      message="No forecasts are stored yet"
      button={
        <LinkButton icon="plus" href={createUrl}>
          Forecast a signal
        </LinkButton>
      }
    >
      Choose a signal, look at its forecast, and save it under a name. It is then trained on a schedule and listed here.
    </EmptyState>
  );
}

function useActions(
  sourceUid: string,
  { run }: Command,
  again: () => void,
  setDeleted: (id: string) => void
): StoredActions {
  const navigate = useNavigate();
  return {
    train: ({ id }) => run(() => trainStored({ sourceUid, id }).then(again)),
    duplicate: (forecast) => {
      const params = writePageQuery({ ...fromStored(forecast), source: sourceUid }, new URLSearchParams());
      params.set('name', `${forecast.name} (copy)`);
      void navigate(`${pagePath('forecasts')}/new?${params.toString()}`);
    },
    remove: ({ id }) =>
      run(async () => {
        await deleteStored({ sourceUid, id });
        setDeleted(id);
        again();
      }),
    whyNoTrain: whyNot('forecast.train'),
    whyNoCreate: whyNot('forecast.create'),
    whyNoRemove,
  };
}
