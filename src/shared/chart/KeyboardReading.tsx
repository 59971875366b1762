import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { type UPlotConfigBuilder, useStyles2 } from '@grafana/ui';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type uPlot from 'uplot';

interface Props {
  config: UPlotConfigBuilder;
  render: (indexes: ReadonlyArray<number | null | undefined>, line: number | null) => ReactNode;
}

/** Where the keys have moved the cursor; pixels from the corner of the chart. */
interface Reading {
  readonly left: number;
  readonly isRight: boolean;
  readonly indexes: ReadonlyArray<number | null | undefined>;
  readonly line: number | null;
}

/** What the pointer's tooltip says, for the keyboard: Grafana's own follows only a pointer or the cursors of others. */
export function KeyboardReading({ config, render }: Props) {
  const styles = useStyles2(getStyles);
  const [reading, setReading] = useState<Reading>();
  const line = useRef<number | null>(null);
  useLayoutEffect(() => {
    config.addHook('init', (u) => u.root.addEventListener('blur', () => setReading(undefined)));
    config.addHook('setSeries', (_, next) => {
      line.current = next;
    });
    config.addHook('setCursor', (u) => setReading(readingOf(u, line.current)));
  }, [config]);
  return (
    reading && (
      <div
        className={cx(styles.box, reading.isRight && styles.onTheLeft)}
        style={{ left: reading.left }}
        aria-live="polite"
        aria-atomic="true"
      >
        {render(reading.indexes, reading.line)}
      </div>
    )
  );
}

function readingOf({ cursor, root, bbox }: uPlot, line: number | null): Reading | undefined {
  const { left = -1, event, idxs } = cursor;
  if (event !== undefined && event !== null) {
    return undefined;
  }
  const isHere = document.activeElement === root && left >= 0;
  const [start, width] = [bbox.left / window.devicePixelRatio, bbox.width / window.devicePixelRatio];
  return isHere ? { left: start + left, isRight: left > width / 2, indexes: [...(idxs ?? [])], line } : undefined;
}

const GAP = 10;

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: 'absolute',
    top: theme.spacing(1),
    marginLeft: GAP,
    zIndex: theme.zIndex.tooltip,
    whiteSpace: 'pre',
    pointerEvents: 'none',
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
  }),
  onTheLeft: css({ marginLeft: -GAP, transform: 'translateX(-100%)' }),
});
