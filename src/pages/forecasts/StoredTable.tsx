import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import {
  Badge,
  type Column,
  Icon,
  type IconName,
  InteractiveTable,
  Stack,
  Text,
  TextLink,
  useStyles2,
} from '@grafana/ui';
import { useMemo } from 'react';
import type { StoredForecastJson } from '#contract/stored-forecast.ts';
import type { Moment } from '../../shared/forecast/breach-words.ts';
import { formatAgo, formatMoment } from '../../shared/forecast/dates.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import { modelName } from '../../shared/forecast/trust-words.ts';
import { pagePath } from '../../shared/host/links.ts';
import { ProgressBar } from '../../shared/ui/ProgressBar.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { TrustBadge } from '../../shared/ui/TrustLine.tsx';
import { useWidth } from '../../shared/ui/use-width.ts';
import { type BreachCell, breachCell, LOST_TEXT, stateText } from './stored-words.ts';

/** What can be done with a stored forecast; each with why not, where it is not allowed. */
export interface StoredActions {
  readonly train: (forecast: StoredForecastJson) => void;
  readonly duplicate: (forecast: StoredForecastJson) => void;
  readonly remove: (forecast: StoredForecastJson) => void;
  readonly whyNoTrain: string | undefined;
  readonly whyNoCreate: string | undefined;
  readonly whyNoRemove: (forecast: StoredForecastJson) => string | undefined;
}

interface Props {
  forecasts: readonly StoredForecastJson[];
  sourceUid: string;
  moment: Moment;
  actions: StoredActions;
}

interface Row extends Omit<Props, 'forecasts'> {
  readonly forecast: StoredForecastJson;
}

/** From this width on, signal and model have columns of their own. */
const WIDE = 900;

/** Stored forecasts as Grafana lists alert rules. */
export function StoredTable({ forecasts, sourceUid, moment, actions }: Props) {
  const styles = useStyles2(getStyles);
  const [width, ref] = useWidth();
  const rows = useMemo(
    () => forecasts.map((forecast): Row => ({ forecast, sourceUid, moment, actions })),
    [forecasts, sourceUid, moment, actions]
  );
  return (
    <div ref={ref}>
      <InteractiveTable
        className={styles.table}
        columns={width >= WIDE ? COLUMNS : NARROW_COLUMNS}
        data={rows}
        getRowId={({ forecast }) => forecast.id}
        pageSize={50}
      />
    </div>
  );
}

function NameCell({ forecast, sourceUid }: Row) {
  const params = new URLSearchParams({ ds: sourceUid });
  return (
    <TextLink inline={false} href={`${pagePath('forecasts')}/${forecast.id}?${params.toString()}`}>
      {forecast.name}
    </TextLink>
  );
}

function SignalCell({ forecast }: Row) {
  const styles = useStyles2(getStyles);
  return (
    <code className={styles.signal} title={forecast.query.expr}>
      {forecast.query.expr}
    </code>
  );
}

const LOOKS: Record<BreachCell['look'], { icon: IconName; color: 'error' | 'warning' | 'success' | 'secondary' }> = {
  already: { icon: 'exclamation-circle', color: 'error' },
  likely: { icon: 'exclamation-triangle', color: 'warning' },
  unlikely: { icon: 'check-circle', color: 'success' },
  none: { icon: 'minus', color: 'secondary' },
};

function BreachView({ forecast, moment }: Row) {
  const { expr, direction = 'up' } = forecast.query;
  const cell = breachCell(forecast.breach, breachKindOf({ expr, direction }), moment);
  const { icon, color } = LOOKS[cell.look];
  return (
    <Stack direction="row" gap={1} alignItems="flex-start">
      {cell.look !== 'none' && (
        <Text color={color}>
          <Icon name={icon} />
        </Text>
      )}
      <div>
        <div>{cell.text}</div>
        {cell.detail !== undefined && (
          <Text variant="bodySmall" color="secondary">
            {cell.detail}
          </Text>
        )}
      </div>
    </Stack>
  );
}

/** The state while something is under way or wrong; else when it was trained. */
function TrainedCell({ forecast, moment }: Row) {
  const { progress, state, trainedMs, reason, lost } = forecast;
  if (progress !== undefined) {
    const share = progress.total === 0 ? undefined : progress.done / progress.total;
    return <ProgressBar label={stateText(forecast)} share={share} />;
  }
  return (
    <Stack direction="column" gap={0.5}>
      {state === 'failed' && (
        <Badge
          color="red"
          icon="exclamation-triangle"
          text={stateText(forecast)}
          {...(reason ? { tooltip: reason } : {})}
        />
      )}
      {lost && <Badge color="orange" icon="exclamation-triangle" text="Answer lost" tooltip={LOST_TEXT} />}
      {trainedMs === null ? (
        <Text color="secondary">{stateText(forecast)}</Text>
      ) : (
        <>
          <div>{formatAgo(trainedMs, moment.nowMs)}</div>
          <Text variant="bodySmall" color="secondary">
            {formatMoment(trainedMs, moment.timeZone)}
          </Text>
        </>
      )}
    </Stack>
  );
}

function ActionsCell({ forecast, actions }: Row) {
  const common = { size: 'sm', variant: 'secondary', fill: 'text' } as const;
  return (
    <Stack direction="row" gap={0} justifyContent="flex-end">
      <ReasonedButton
        {...common}
        icon="sync"
        aria-label={`Train ${forecast.name} now`}
        tooltip="Train now"
        reason={actions.whyNoTrain}
        onClick={() => actions.train(forecast)}
      />
      <ReasonedButton
        {...common}
        icon="copy"
        aria-label={`Duplicate ${forecast.name}`}
        tooltip="Duplicate"
        reason={actions.whyNoCreate}
        onClick={() => actions.duplicate(forecast)}
      />
      <ReasonedButton
        {...common}
        icon="trash-alt"
        aria-label={`Delete ${forecast.name}`}
        tooltip="Delete"
        reason={actions.whyNoRemove(forecast)}
        onClick={() => actions.remove(forecast)}
      />
    </Stack>
  );
}

// Columns that depend on nothing: with others the table would replace its buttons, and the focus would be lost.
const NAME: Column<Row> = { id: 'name', header: 'Name', cell: ({ row: { original } }) => <NameCell {...original} /> };
const SIGNAL: Column<Row> = {
  id: 'signal',
  header: 'Signal',
  cell: ({ row: { original } }) => <SignalCell {...original} />,
};
const BREACH: Column<Row> = {
  id: 'breach',
  header: 'Breach',
  cell: ({ row: { original } }) => <BreachView {...original} />,
};
const TRUST: Column<Row> = {
  id: 'trust',
  header: 'Trust',
  disableGrow: true,
  cell: ({ row: { original } }) => (original.forecast.trust ? <TrustBadge trust={original.forecast.trust} /> : <>–</>),
};
const MODEL: Column<Row> = {
  id: 'model',
  header: 'Model',
  disableGrow: true,
  cell: ({ row: { original } }) => <>{modelName(original.forecast.query.model ?? 'ensemble')}</>,
};
const TRAINED: Column<Row> = {
  id: 'trained',
  header: 'Last trained',
  cell: ({ row: { original } }) => <TrainedCell {...original} />,
};
const ACTIONS: Column<Row> = {
  id: 'actions',
  header: 'Actions',
  disableGrow: true,
  cell: ({ row: { original } }) => <ActionsCell {...original} />,
};
const COLUMNS = [NAME, SIGNAL, BREACH, TRUST, MODEL, TRAINED, ACTIONS];
const NARROW_COLUMNS = [NAME, BREACH, TRUST, TRAINED, ACTIONS];

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ 'th:last-child': { textAlign: 'right' }, td: { verticalAlign: 'top' } }),
  signal: css({
    display: 'block',
    maxWidth: theme.spacing(20),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
