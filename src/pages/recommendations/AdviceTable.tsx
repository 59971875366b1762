import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Checkbox, type Column, InteractiveTable, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { useLocation } from 'react-router-dom';
import type { RecommendationJson } from '#contract/recommendations.ts';
import {
  capitalised,
  changeText,
  confidenceText,
  costText,
  noChangeText,
  objectText,
  partText,
} from '../../shared/tuning/advice-words.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import { StateBadge } from './StateBadge.tsx';

interface Props {
  recommendations: readonly RecommendationJson[];
  /** Ids of those that are chosen. */
  ticked: ReadonlySet<string>;
  onTick: (ticked: ReadonlySet<string>) => void;
}

interface Row {
  readonly one: RecommendationJson;
  readonly isTicked: boolean;
  readonly tick: (isTicked: boolean) => void;
}

/** From this width on, risk and confidence have columns of their own. */
const WIDE = 900;

/** Recommendations, each a line: what, by how much, and where it stands. */
export function AdviceTable({ recommendations, ticked, onTick }: Props) {
  const styles = useStyles2(getStyles);
  const [width, ref] = useWidth();
  const rows = useMemo(
    () =>
      recommendations.map(
        (one): Row => ({
          one,
          isTicked: ticked.has(one.id),
          tick: (isTicked) => onTick(withOne(ticked, one.id, isTicked)),
        })
      ),
    [recommendations, ticked, onTick]
  );
  const changes = recommendations.filter(({ outcome }) => outcome === 'change').map(({ id }) => id);
  const count = changes.filter((id) => ticked.has(id)).length;
  return (
    <div ref={ref}>
      {changes.length > 0 && (
        <div className={styles.all}>
          <Checkbox
            label={`Select all ${changes.length} changes shown`}
            value={count === changes.length}
            indeterminate={count > 0 && count < changes.length}
            onChange={(event) => onTick(new Set(event.currentTarget.checked ? changes : []))}
          />
        </div>
      )}
      <InteractiveTable
        className={styles.table}
        columns={width >= WIDE ? COLUMNS : NARROW_COLUMNS}
        data={rows}
        getRowId={({ one }) => one.id}
        pageSize={50}
      />
    </div>
  );
}

function withOne(ids: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  const changed = new Set(ids);
  if (isIn) {
    changed.add(id);
  } else {
    changed.delete(id);
  }
  return changed;
}

function TickCell({ one, isTicked, tick }: Row) {
  return one.outcome !== 'change' ? null : (
    <Checkbox
      aria-label={`Choose ${objectText(one.target)}, ${partText(one.target)}`}
      value={isTicked}
      onChange={(event) => tick(event.currentTarget.checked)}
    />
  );
}

function ObjectCell({ one: { id, target } }: Row) {
  const { pathname, search } = useLocation();
  const params = new URLSearchParams(search);
  params.set('id', id);
  return (
    <Stack direction="column" gap={0}>
      <TextLink inline={false} href={`${pathname}?${params.toString()}`}>
        {objectText(target)}
      </TextLink>
      <Text variant="bodySmall" color="secondary">
        {partText(target)}
      </Text>
    </Stack>
  );
}

function ChangeCell({ one }: Row) {
  return one.outcome === 'change' ? (
    <Stack direction="column" gap={0}>
      {one.changes.map((change) => (
        <Line key={change.field} text={changeText(change, one.target)} />
      ))}
    </Stack>
  ) : (
    <Text color="secondary">{noChangeText(one)}</Text>
  );
}

function SavingCell({ one }: Row) {
  const { text, detail } = costText(one);
  return (
    <>
      <Line text={text} />
      {detail !== undefined && (
        <Text variant="bodySmall" color="secondary">
          <Line text={detail} />
        </Text>
      )}
    </>
  );
}

function Line({ text }: { text: string }) {
  return <span className={useStyles2(getStyles).line}>{text}</span>;
}

// Columns that depend on nothing: with others the table would replace its cells, and the focus would be lost.
const TICK: Column<Row> = {
  id: 'tick',
  header: '',
  disableGrow: true,
  cell: ({ row: { original } }) => <TickCell {...original} />,
};
const OBJECT: Column<Row> = {
  id: 'object',
  header: 'Object',
  cell: ({ row: { original } }) => <ObjectCell {...original} />,
};
const CHANGE: Column<Row> = {
  id: 'change',
  header: 'Change',
  cell: ({ row: { original } }) => <ChangeCell {...original} />,
};
const SAVING: Column<Row> = {
  id: 'saving',
  header: 'Saving',
  disableGrow: true,
  cell: ({ row: { original } }) => <SavingCell {...original} />,
};
const RISK: Column<Row> = {
  id: 'risk',
  header: 'Risk',
  disableGrow: true,
  cell: ({ row: { original } }) => <>{original.one.outcome === 'change' ? capitalised(original.one.risk) : '–'}</>,
};
const CONFIDENCE: Column<Row> = {
  id: 'confidence',
  header: 'Confidence',
  disableGrow: true,
  cell: ({ row: { original } }) => (
    <Line text={original.one.outcome === 'change' ? confidenceText(original.one.confidence) : '–'} />
  ),
};
const STATE: Column<Row> = {
  id: 'state',
  header: 'State',
  disableGrow: true,
  cell: ({ row: { original } }) => <StateBadge {...original} />,
};
const COLUMNS = [TICK, OBJECT, CHANGE, SAVING, RISK, CONFIDENCE, STATE];
const NARROW_COLUMNS = [TICK, OBJECT, CHANGE, SAVING, STATE];

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'block', whiteSpace: 'nowrap' }),
  all: css({ padding: theme.spacing(1) }),
  table: css({
    td: { verticalAlign: 'top' },
    'th:nth-child(4), td:nth-child(4)': { textAlign: 'right' },
  }),
});
