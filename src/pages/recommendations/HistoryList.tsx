import { css } from '@emotion/css';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import type { DecisionJson, RecommendationJson } from '#contract/recommendations.ts';
import { formatMoment } from '../../shared/forecast/dates.ts';
import { userTimeZone } from '../../shared/host/sources.ts';

const DONE: Record<DecisionJson['action'], string> = {
  approve: 'approved it',
  reject: 'rejected it',
  snooze: 'snoozed it',
  reopen: 'undid the decision',
};

/** What was decided by whom and when, the newest first. */
export function HistoryList({ one: { history } }: { one: RecommendationJson }) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        History
      </Text>
      {history.length === 0 ? (
        <Text color="secondary">No decisions yet.</Text>
      ) : (
        <ul className={styles.list}>
          {[...history].reverse().map((step) => (
            <li key={step.atMs}>
              <Text>{stepText(step)}</Text>
              {step.reason !== '' && <Text color="secondary"> “{step.reason}”</Text>}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function stepText({ atMs, by, action, untilMs }: DecisionJson): string {
  const zone = userTimeZone();
  const until = untilMs === null ? '' : ` until ${formatMoment(untilMs, zone)}`;
  return `${formatMoment(atMs, zone)}: ${by} ${DONE[action]}${until}`;
}

const getStyles = () => ({ list: css({ listStyle: 'none' }) });
