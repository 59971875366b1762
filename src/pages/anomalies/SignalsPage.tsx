import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { type Column, EmptyState, InteractiveTable, Stack, Text, useStyles2 } from '@grafana/ui';
import { useCallback, useMemo, useState } from 'react';
import type { WatchedSignalJson } from '#contract/anomaly-rest.ts';
import { deleteWatched, listWatched } from '../../shared/api/anomaly-api.ts';
import type { EngineError } from '../../shared/api/engine-error.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import { type Command, useCommand } from '../../shared/api/use-command.ts';
import { PRESET_SIGNALS } from '../../shared/anomaly/preset-signals.ts';
import { pagePath } from '../../shared/host/links.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { whyNot } from '../../shared/host/user.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { Failure } from '../../shared/ui/Failure.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { SourceChoice } from '../../shared/ui/SourceChoice.tsx';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';
import { DeletedSignal } from './DeletedSignal.tsx';
import { Presets } from './Presets.tsx';
import { SignalDrawer } from './SignalDrawer.tsx';
import { falseAlarmText } from './signal-form.ts';

const PAGE = {
  text: 'Watched signals',
  url: pagePath('anomalies/signals'),
  parentItem: { text: 'Anomalies', url: pagePath('anomalies') },
};
const SUBTITLE = 'The signals that the Anomalies page judges, and how strictly.';
const NEW = 'new';

/** The watched signals of a data source: add, edit, delete. */
export function SignalsPage() {
  return (
    <WithSources pageNav={PAGE} subTitle={SUBTITLE}>
      {(sources) => <Loaded sources={sources} />}
    </WithSources>
  );
}

function Loaded({ sources }: { sources: readonly HeadroomSource[] }) {
  const [chosen, choose] = useUrlWord('ds');
  const [edited, edit] = useUrlWord('edit');
  const [asked, setAsked] = useState(0);
  const [deleted, setDeleted] = useState<WatchedSignalJson>();
  const sourceUid = chosen ?? sources[0]?.uid ?? '';
  const call = useMemo(() => ({ sourceUid, asked }), [sourceUid, asked]);
  const { answer, error } = useAnswer(call, ask);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  const command = useCommand();
  const remove = (signal: WatchedSignalJson) =>
    command.run(async () => {
      await deleteWatched(sourceUid, signal.id);
      setDeleted(signal);
      again();
    });
  const editing = answer?.find(({ id }) => id === edited);
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        <ReasonedButton icon="plus" reason={whyNot('anomaly.configure')} onClick={() => edit(NEW)}>
          Add signal
        </ReasonedButton>
      }
    >
      <Stack direction="column" gap={2}>
        <SourceChoice sources={sources} sourceUid={sourceUid} onChoose={choose} />
        <FailedCommand command={command} />
        <DeletedSignal
          sourceUid={sourceUid}
          deleted={deleted}
          onDone={() => setDeleted(undefined)}
          onRestored={again}
        />
        <Content
          {...{ sourceUid, answer, error, command }}
          onAgain={again}
          onEdit={({ id }) => edit(id)}
          onDelete={remove}
        />
      </Stack>
      {(edited === NEW || editing !== undefined) && (
        <SignalDrawer
          key={edited}
          sourceUid={sourceUid}
          signal={editing}
          onClose={() => edit(undefined)}
          onSaved={() => {
            edit(undefined);
            again();
          }}
        />
      )}
    </PluginPage>
  );
}

interface ContentProps extends Omit<TableProps, 'signals'> {
  sourceUid: string;
  answer: readonly WatchedSignalJson[] | undefined;
  error: EngineError | undefined;
  command: Command;
  onAgain: () => void;
}

/** The signals, and the usual ones that are not among them. */
function Content({ sourceUid, answer, error, command, onAgain, onEdit, onDelete }: ContentProps) {
  if (error !== undefined) {
    return <Failure message={error.message} remedy={error.remedy} onRetry={onAgain} />;
  }
  if (answer === undefined) {
    return <TableSkeleton label="Loading the watched signals" />;
  }
  const isPresetLeft = PRESET_SIGNALS.some(({ input }) => answer.every(({ query }) => query.expr !== input.query.expr));
  return (
    <>
      {answer.length === 0 ? (
        <EmptyState variant="call-to-action" hideImage message="No signal is watched yet">
          Watch one of those below, or add one of your own.
        </EmptyState>
      ) : (
        <SignalTable signals={answer} onEdit={onEdit} onDelete={onDelete} />
      )}
      {isPresetLeft && (
        <>
          <Text element="h2" variant="h5">
            Usual signals of a cluster
          </Text>
          <Presets sourceUid={sourceUid} watched={answer} command={command} onWatched={onAgain} />
        </>
      )}
    </>
  );
}

function ask({ sourceUid }: { sourceUid: string }, abort: AbortSignal) {
  return listWatched(sourceUid, abort);
}

interface TableProps {
  signals: readonly WatchedSignalJson[];
  onEdit: (signal: WatchedSignalJson) => void;
  onDelete: (signal: WatchedSignalJson) => void;
}

interface Row extends Omit<TableProps, 'signals'> {
  readonly signal: WatchedSignalJson;
}

function SignalTable({ signals, onEdit, onDelete }: TableProps) {
  const styles = useStyles2(getStyles);
  const rows = useMemo(() => signals.map((signal): Row => ({ signal, onEdit, onDelete })), [signals, onEdit, onDelete]);
  return (
    <InteractiveTable
      className={styles.table}
      columns={COLUMNS}
      data={rows}
      getRowId={({ signal }) => signal.id}
      pageSize={50}
    />
  );
}

function NameCell({ signal }: Row) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.name}>
      <div>{signal.name}</div>
      <code className={styles.expr} title={signal.query.expr}>
        {signal.query.expr}
      </code>
    </div>
  );
}

function ActionsCell({ signal, onEdit, onDelete }: Row) {
  const common = { size: 'sm', variant: 'secondary', fill: 'text', reason: whyNot('anomaly.configure') } as const;
  return (
    <Stack direction="row" gap={0} justifyContent="flex-end">
      <ReasonedButton
        {...common}
        icon="pen"
        aria-label={`Edit ${signal.name}`}
        tooltip="Edit"
        onClick={() => onEdit(signal)}
      />
      <ReasonedButton
        {...common}
        icon="trash-alt"
        aria-label={`Delete ${signal.name}`}
        tooltip="Delete"
        onClick={() => onDelete(signal)}
      />
    </Stack>
  );
}

const DIRECTIONS = { both: 'Both ways', up: 'Above usual', down: 'Below usual' } as const;

const COLUMNS: Array<Column<Row>> = [
  { id: 'name', header: 'Signal', cell: ({ row: { original } }) => <NameCell {...original} /> },
  {
    id: 'direction',
    header: 'Direction',
    disableGrow: true,
    cell: ({ row: { original } }) => <>{DIRECTIONS[original.signal.query.direction ?? 'both']}</>,
  },
  {
    id: 'alarms',
    header: 'False alarms a series and month',
    cell: ({ row: { original } }) => <>{falseAlarmText(original.signal.query)}</>,
  },
  {
    id: 'actions',
    header: 'Actions',
    disableGrow: true,
    cell: ({ row: { original } }) => <ActionsCell {...original} />,
  },
];

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ 'th:last-child': { textAlign: 'right' }, td: { verticalAlign: 'top' } }),
  name: css({ minWidth: 0, maxWidth: theme.spacing(60) }),
  expr: css({
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    maxWidth: '40vw',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
