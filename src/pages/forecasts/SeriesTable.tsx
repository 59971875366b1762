import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, type Column, InteractiveTable, Stack, Text, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { BreachKind, Moment } from '../../shared/forecast/breach-words.ts';
import type { ValueUnit } from '../../shared/forecast/units.ts';
import { OutlookLine } from './OutlookLine.tsx';
import type { Outlook } from './outlooks.ts';

interface Props {
  outlooks: Outlook[];
  chosen: string | undefined;
  kind: BreachKind;
  unit: ValueUnit;
  moment: Moment;
  onChoose: (series: string) => void;
}

type Columns = Array<Column<Outlook>>;

/** All series of the signal, the most pressing first; the button of a row shows its forecast. */
export function SeriesTable({ outlooks, chosen, kind, unit, moment, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const hasBreach = outlooks.some(({ breach }) => breach !== undefined);
  const columns = useMemo(
    () => toColumns({ hasBreach, chosen, kind, unit, moment, onChoose }),
    [hasBreach, chosen, kind, unit, moment, onChoose]
  );
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        All {outlooks.length} series{hasBreach ? ', the most pressing first' : ''}
      </Text>
      <InteractiveTable
        className={styles.table}
        columns={columns}
        data={outlooks}
        getRowId={({ name }) => name}
        pageSize={50}
      />
    </Stack>
  );
}

function toColumns({ hasBreach, unit, ...props }: Omit<Props, 'outlooks'> & { hasBreach: boolean }): Columns {
  const number = (value: number | null | undefined) => (typeof value === 'number' ? unit.format(value) : '–');
  const series: Column<Outlook> = {
    id: 'series',
    header: 'Series',
    cell: ({ row: { original } }) => <ChooseButton name={original.name} {...props} />,
  };
  const latest: Column<Outlook> = {
    id: 'latest',
    header: 'Now',
    disableGrow: true,
    cell: ({ row: { original } }) => <>{number(latestValue(original))}</>,
  };
  const capacity: Column<Outlook> = {
    id: 'capacity',
    header: 'Capacity',
    disableGrow: true,
    cell: ({ row: { original } }) => <>{number(original.forecast.capacity)}</>,
  };
  const outlook: Column<Outlook> = {
    id: 'outlook',
    header: 'Outlook',
    cell: ({ row: { original } }) => (original.breach ? <OutlookLine breach={original.breach} {...props} /> : null),
  };
  return hasBreach ? [series, outlook, latest, capacity] : [series, latest];
}

function ChooseButton({ name, chosen, onChoose }: { name: string } & Pick<Props, 'chosen' | 'onChoose'>) {
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

function latestValue({ forecast, breach }: Outlook): number | undefined {
  return breach?.current ?? forecast.actual.values.filter((value) => value !== null).at(-1);
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    // Numbers stand below each other at the right.
    'th:not(:nth-child(-n+2)), td:not(:nth-child(-n+2))': { textAlign: 'right', whiteSpace: 'nowrap' },
    'th:last-child, td:last-child': { textAlign: 'right', whiteSpace: 'nowrap', paddingRight: theme.spacing(2) },
  }),
});
