import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, Stack, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { RecommendationJson } from '#contract/recommendations.ts';
import { amountsText, countText, headroomText, monthText, type ReplayJson, STRATEGY_TEXT } from './replay-words.ts';

type Basis = ReplayJson['basis'];

const BASES: Array<{ value: Basis; label: string }> = [
  { value: 'history', label: 'What happened' },
  { value: 'forecast', label: 'What is predicted' },
];
const EXPLAINED: Record<Basis, string> = {
  history: 'The same history with the amounts of each: what would have gone wrong, and what it costs.',
  forecast: 'The predicted use of the next release with the amounts of each: expected values.',
};

/** Current, KRR's, VPA's and our amounts on the same use. */
export function ReplayTable({ one: { replays, target, cost } }: { one: RecommendationJson }) {
  const styles = useStyles2(getStyles);
  const [basis, setBasis] = useState<Basis>('history');
  const shown = replays.filter((replay) => replay.basis === basis);
  if (replays.length === 0) {
    return null;
  }
  const isCpu = target.resource === 'cpu';
  const mishap = (replay: ReplayJson) => (isCpu ? replay.minutesThrottled : replay.oomKills);
  const most = Math.max(...shown.map(({ costPerMonth }) => costPerMonth ?? 0));
  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h3" variant="h5">
          Replay
        </Text>
        {replays.some((replay) => replay.basis === 'forecast') && (
          <RadioButtonGroup size="sm" options={BASES} value={basis} onChange={setBasis} aria-label="Replayed on" />
        )}
      </Stack>
      <Text color="secondary">{EXPLAINED[basis]}</Text>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Amounts by</th>
              <th scope="col">Request</th>
              <th scope="col">{isCpu ? 'Minutes throttled' : 'OOM kills'}</th>
              <th scope="col">Minutes over request</th>
              <th scope="col">Headroom at P95</th>
              <th scope="col">Cost a month</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((replay) => (
              <tr key={replay.strategy} className={cx(replay.strategy === 'Headroom' && styles.ours)}>
                <th scope="row">{STRATEGY_TEXT[replay.strategy] ?? replay.strategy}</th>
                <td>{amountsText(replay, target.resource)}</td>
                <td className={cx(mishap(replay) >= 0.05 && styles.bad)}>{countText(mishap(replay))}</td>
                <td>{countText(replay.minutesOverRequest)}</td>
                <td>{headroomText(replay)}</td>
                <td>
                  {monthText(replay, cost.currency)}
                  <div
                    aria-hidden
                    className={styles.bar}
                    style={{ width: `${most === 0 ? 0 : (100 * (replay.costPerMonth ?? 0)) / most}%` }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'right',
      verticalAlign: 'top',
      textWrap: 'balance',
      fontVariantNumeric: 'tabular-nums',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    td: { whiteSpace: 'nowrap' },
    'th:first-child': { textAlign: 'left' },
    'thead th': { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium },
    'tbody th': { fontWeight: theme.typography.fontWeightRegular },
  }),
  ours: css({ background: theme.colors.action.selected, 'th, td': { fontWeight: theme.typography.fontWeightMedium } }),
  bad: css({ color: theme.colors.error.text }),
  bar: css({
    height: theme.spacing(0.5),
    marginTop: 2,
    marginLeft: 'auto',
    background: theme.visualization.getColorByName('blue'),
    borderRadius: theme.shape.radius.default,
  }),
});
