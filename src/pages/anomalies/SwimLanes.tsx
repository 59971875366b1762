import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2, useTheme2 } from '@grafana/ui';
import { memo, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { SEVERITY_LOOKS, severityColor } from '../../shared/anomaly/severity.ts';
import { SeverityShape } from '../../shared/anomaly/SeverityMark.tsx';
import { formatDay, formatMoment, formatTimes } from '../../shared/forecast/dates.ts';
import type { Selection } from './incidents.ts';
import type { Cell, Lane } from './lanes.ts';

interface Props {
  lanes: readonly Lane[];
  selection: Selection | undefined;
  timeZone: string;
  onSelect: (selection: Selection | undefined) => void;
}

/** A cell by its row and column. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/** From one cell to another of the same lane. */
interface Span {
  readonly row: number;
  readonly anchor: number;
  readonly column: number;
}

/**
 * Severity over time: all series, then the worst ones. A click or a drag selects cells; the arrow keys move between
 * them, with Shift they extend, Enter selects.
 */
export function SwimLanes({ lanes, selection, timeZone, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const grid = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<Place>({ row: 0, column: 0 });
  const [span, setSpan] = useState<Span>();
  const columns = lanes[0]?.cells.length ?? 0;
  const finish = ({ row, anchor, column }: Span) => {
    const cells = lanes[row]?.cells ?? [];
    const [first, last] = [cells[Math.min(anchor, column)], cells[Math.max(anchor, column)]];
    setSpan(undefined);
    if (first !== undefined && last !== undefined) {
      const next = { lane: lanes[row]?.key, fromMs: first.fromMs, toMs: last.toMs };
      onSelect(isSame(next, selection) ? undefined : next);
    }
  };
  const focus = ({ row, column }: Place) => {
    setCurrent({ row, column });
    grid.current?.querySelector<HTMLElement>(`[data-place="${row} ${column}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const { row, column } = current;
    if (step !== undefined) {
      event.preventDefault();
      const next = {
        row: event.shiftKey ? row : clamp(row + step[0], lanes.length),
        column: clamp(column + step[1], columns),
      };
      setSpan(
        event.shiftKey ? { row, anchor: span?.row === row ? span.anchor : column, column: next.column } : undefined
      );
      focus(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      finish(span ?? { row, anchor: column, column });
    }
  };
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label="Severity over time. Arrow keys move, Shift extends, Enter selects."
      aria-multiselectable
      className={styles.grid}
      onKeyDown={onKeyDown}
      onPointerUp={() => span && finish(span)}
      onPointerLeave={() => setSpan(undefined)}
    >
      {lanes.map((lane, row) => (
        <div role="row" key={lane.key ?? ''} className={cx(styles.row, row === 0 && styles.first)}>
          <div role="rowheader" className={styles.label} title={[lane.name, lane.detail].filter(Boolean).join(', ')}>
            <Text truncate variant="bodySmall" {...(row === 0 ? { weight: 'medium' } : {})}>
              {lane.name}
              {lanes.some(({ key, name }) => key !== lane.key && name === lane.name) && ` · ${lane.detail}`}
            </Text>
          </div>
          {lane.cells.map((cell, column) => (
            <CellView
              key={cell.fromMs}
              cell={cell}
              place={`${row} ${column}`}
              timeZone={timeZone}
              isStop={row === clamp(current.row, lanes.length) && column === clamp(current.column, columns)}
              isSelected={isIn(span, row, column) || isCovered(selection, lane, cell)}
              onPress={() => {
                setCurrent({ row, column });
                setSpan({ row, anchor: column, column });
              }}
              onReach={() => setSpan((before) => before && { ...before, column })}
            />
          ))}
        </div>
      ))}
      <TimeAxis lane={lanes[0]} timeZone={timeZone} />
    </div>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

interface CellProps {
  cell: Cell;
  place: string;
  timeZone: string;
  /** The one cell that Tab leads to. */
  isStop: boolean;
  isSelected: boolean;
  onPress: () => void;
  onReach: () => void;
}

/** Redrawn only when what is seen of it changes; what it calls depends on its place alone. */
const CellView = memo(
  function CellView({ cell, place, timeZone, isStop, isSelected, onPress, onReach }: CellProps) {
    const styles = useStyles2(getStyles);
    const theme = useTheme2();
    const { severity } = cell;
    const label = cellText(cell, timeZone);
    const color = severity && severityColor(theme, severity);
    return (
      <div
        role="gridcell"
        data-place={place}
        tabIndex={isStop ? 0 : -1}
        aria-selected={isSelected}
        aria-label={label}
        title={label}
        className={cx(styles.cell, isSelected && styles.selected)}
        style={color === undefined ? {} : { background: color }}
        onPointerDown={onPress}
        onPointerEnter={onReach}
      >
        {severity && color && (
          <SeverityShape severity={severity} size={10} color={theme.colors.getContrastText(color)} />
        )}
      </div>
    );
  },
  (a, b) =>
    a.cell === b.cell &&
    a.place === b.place &&
    a.isStop === b.isStop &&
    a.isSelected === b.isSelected &&
    a.timeZone === b.timeZone
);

/** What a cell says: when, and the worst of what was there. */
export function cellText({ fromMs, toMs, severity, score, count }: Cell, timeZone: string): string {
  const when = formatTimes(fromMs, toMs, timeZone);
  return severity === undefined
    ? `${when}: nothing unusual`
    : `${when}: ${SEVERITY_LOOKS[severity].label}, score ${Math.round(score)}, ${count} ${count === 1 ? 'anomaly' : 'anomalies'}`;
}

const TICKS = 5;

/** A few moments below the lanes. */
function TimeAxis({ lane, timeZone }: { lane: Lane | undefined; timeZone: string }) {
  const styles = useStyles2(getStyles);
  const ticks = useMemo(() => {
    const cells = lane?.cells ?? [];
    const [first, last] = [cells[0]?.fromMs ?? 0, cells.at(-1)?.toMs ?? 0];
    const isLong = last - first > 3 * 86_400_000;
    return Array.from({ length: TICKS }, (_, i) => {
      const ms = first + (i * (last - first)) / (TICKS - 1);
      return isLong ? formatDay(ms, timeZone) : formatMoment(ms, timeZone).replace(/^\w+ /, '').replace(/ \S+$/, '');
    });
  }, [lane, timeZone]);
  return (
    <div className={styles.row} aria-hidden>
      <div className={styles.label} />
      <div className={styles.axis}>
        {ticks.map((tick, i) => (
          <span key={i}>{tick}</span>
        ))}
      </div>
    </div>
  );
}

function isIn(span: Span | undefined, row: number, column: number): boolean {
  return (
    span?.row === row && column >= Math.min(span.anchor, span.column) && column <= Math.max(span.anchor, span.column)
  );
}

function isCovered(selection: Selection | undefined, { key }: Lane, { fromMs, toMs }: Cell): boolean {
  return selection !== undefined && selection.lane === key && fromMs < selection.toMs && toMs > selection.fromMs;
}

function isSame(a: Selection, b: Selection | undefined): boolean {
  return a.lane === b?.lane && a.fromMs === b?.fromMs && a.toMs === b.toMs;
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.25),
    userSelect: 'none',
    touchAction: 'pan-y',
    containerType: 'inline-size',
  }),
  row: css({ display: 'flex', gap: 1, alignItems: 'center' }),
  first: css({ marginBottom: theme.spacing(0.75) }),
  label: css({
    flex: '0 0 200px',
    minWidth: 0,
    paddingRight: theme.spacing(1),
    display: 'flex',
    '@container (max-width: 720px)': { flexBasis: 120 },
  }),
  cell: css({
    flex: '1 1 0',
    minWidth: 0,
    height: theme.spacing(3),
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    overflow: 'hidden',
    cursor: 'pointer',
    background: theme.colors.background.secondary,
    borderRadius: 1,
    '&:hover': { outline: `1px solid ${theme.colors.text.secondary}` },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1, zIndex: 1 },
  }),
  selected: css({ boxShadow: `inset 0 0 0 2px ${theme.colors.text.primary}` }),
  axis: css({
    flex: '1 1 0',
    display: 'flex',
    justifyContent: 'space-between',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
