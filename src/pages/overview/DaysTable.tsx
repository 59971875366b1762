import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { type Column, InteractiveTable, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { Moment } from '../../shared/forecast/breach-words.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import { valueUnit } from '../../shared/forecast/units.ts';
import { forecastPath } from '../../shared/host/links.ts';
import { OutlookLine } from '../../shared/ui/OutlookLine.tsx';
import { daysText, type Item, usedText } from './overview-words.ts';

interface Props {
  items: readonly Item[];
  moment: Moment;
  sourceUid: string;
}

interface Row extends Omit<Props, 'items'> {
  readonly item: Item;
}

/** Days to full of everything that has a capacity. */
export function DaysTable({ items, moment, sourceUid }: Props) {
  const styles = useStyles2(getStyles);
  const rows = useMemo(() => items.map((item): Row => ({ item, moment, sourceUid })), [items, moment, sourceUid]);
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        Days to full
      </Text>
      <Text variant="bodySmall" color="secondary">
        The dates of an outlook are a range that is 80% likely.
      </Text>
      <InteractiveTable
        className={styles.table}
        columns={COLUMNS}
        data={rows}
        getRowId={({ item }) => item.id}
        pageSize={50}
      />
    </Stack>
  );
}

function NameCell({ item: { signal, outlook }, sourceUid }: Row) {
  return (
    <Stack direction="column" gap={0}>
      <TextLink inline={false} href={forecastPath(sourceUid, signal.query, outlook.name)}>
        {outlook.name}
      </TextLink>
      <Text variant="bodySmall" color="secondary">
        {signal.title}
      </Text>
    </Stack>
  );
}

function OutlookCell({ item: { signal, outlook }, moment }: Row) {
  return outlook.breach === undefined ? null : (
    <OutlookLine breach={outlook.breach} kind={breachKindOf(signal.query)} moment={moment} />
  );
}

function capacityText({ item: { signal, outlook } }: Row): string {
  const capacity = outlook.breach?.capacity;
  return typeof capacity === 'number' ? valueUnit(signal.query.unit).format(capacity) : '–';
}

const COLUMNS: Array<Column<Row>> = [
  { id: 'name', header: 'Object', cell: ({ row: { original } }) => <NameCell {...original} /> },
  { id: 'outlook', header: 'Outlook', cell: ({ row: { original } }) => <OutlookCell {...original} /> },
  {
    id: 'days',
    header: '50% likely within',
    disableGrow: true,
    cell: ({ row: { original } }) => <>{daysText(original.item)}</>,
  },
  { id: 'used', header: 'Used', disableGrow: true, cell: ({ row: { original } }) => <>{usedText(original.item)}</> },
  {
    id: 'capacity',
    header: 'Capacity',
    disableGrow: true,
    cell: ({ row: { original } }) => <>{capacityText(original)}</>,
  },
];

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    // Numbers stand below each other at the right.
    'th:nth-child(n+3), td:nth-child(n+3)': { textAlign: 'right', whiteSpace: 'nowrap' },
    'th:last-child, td:last-child': { paddingRight: theme.spacing(2) },
  }),
});
