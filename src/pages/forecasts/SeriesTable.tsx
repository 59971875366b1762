import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, type Column, InteractiveTable, Stack, Text, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { BreachKind, Moment } from '../../shared/forecast/breach-words.ts';
import type { Outlook } from '../../shared/forecast/outlooks.ts';
import type { ValueUnit } from '../../shared/forecast/units.ts';
import { OutlookLine } from '../../shared/ui/OutlookLine.tsx';

interface Props {
  outlooks: readonly Outlook[];
  chosen: string | undefined;
  kind: BreachKind;
  unit: ValueUnit;
  moment: Moment;
  onChoose: (series: string) => void;
}

interface Row extends Omit<Props, 'outlooks'> {
  readonly outlook: Outlook;
}

/** All series of the signal, the most pressing first; the button of a row shows its forecast. */
export function SeriesTable({ outlooks, chosen, kind, unit, moment, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const hasBreach = outlooks.some(({ breach }) => breach !== undefined);
  const rows = useMemo(
    () => outlooks.map((outlook): Row => ({ outlook, chosen, kind, unit, moment, onChoose })),
    [outlooks, chosen, kind, unit, moment, onChoose]
  );
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        All {outlooks.length} series{hasBreach ? ', the most pressing first' : ''}
      </Text>
      <InteractiveTable
        className={styles.table}
        columns={hasBreach ? COLUMNS : COLUMNS_WITHOUT_BREACH}
        data={rows}
        getRowId={({ outlook }) => outlook.name}
        pageSize={50}
      />
    </Stack>
  );
}

function ChooseButton({ outlook: { name }, chosen, onChoose }: Row) {
  const isChosen = name === chosen;
  return (
    <Button
      size="sm"
      fill={isChosen ? 'solid' : 'text'}
      variant="secondary"
      aria-pressed={isChosen}
      onClick={() => onChoose(name)}
    >
      {name}
    </Button>
  );
}

function numberOf(value: number | null | undefined, { unit }: Row): string {
  return typeof value === 'number' ? unit.format(value) : '–';
}

function latestValue({ forecast, breach }: Outlook): number | undefined {
  return breach?.current ?? forecast.actual.values.filter((value) => value !== null).at(-1);
}

// Columns that depend on nothing: with others the table would replace its buttons, and the focus would be lost.
const SERIES: Column<Row> = {
  id: 'series',
  header: 'Series',
  cell: ({ row: { original } }) => <ChooseButton {...original} />,
};
const OUTLOOK: Column<Row> = {
  id: 'outlook',
  header: 'Outlook',
  cell: ({ row: { original } }) => {
    const { breach } = original.outlook;
    return breach === undefined ? null : <OutlookLine breach={breach} kind={original.kind} moment={original.moment} />;
  },
};
const LATEST: Column<Row> = {
  id: 'latest',
  header: 'Now',
  disableGrow: true,
  cell: ({ row: { original } }) => <>{numberOf(latestValue(original.outlook), original)}</>,
};
const CAPACITY: Column<Row> = {
  id: 'capacity',
  header: 'Capacity',
  disableGrow: true,
  cell: ({ row: { original } }) => <>{numberOf(original.outlook.forecast.capacity, original)}</>,
};
const COLUMNS = [SERIES, OUTLOOK, LATEST, CAPACITY];
const COLUMNS_WITHOUT_BREACH = [SERIES, LATEST];

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    // Numbers stand below each other at the right.
    'th:not(:nth-child(-n+2)), td:not(:nth-child(-n+2))': { textAlign: 'right', whiteSpace: 'nowrap' },
    'th:last-child, td:last-child': { textAlign: 'right', whiteSpace: 'nowrap', paddingRight: theme.spacing(2) },
  }),
});
