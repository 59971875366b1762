import { css } from '@emotion/css';
import { Card, Grid, useStyles2 } from '@grafana/ui';
import type { WatchedSignalJson } from '#contract/anomaly-rest.ts';
import { createWatched } from '../../shared/api/anomaly-api.ts';
import type { Command } from '../../shared/api/use-command.ts';
import { PRESET_SIGNALS } from '../../shared/anomaly/preset-signals.ts';
import { whyNot } from '../../shared/host/user.ts';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';

interface Props {
  sourceUid: string;
  /** Signals that are watched already are not offered again. */
  watched: readonly WatchedSignalJson[];
  command: Command;
  onWatched: () => void;
}

/** Usual signals, each watched in one click. */
export function Presets({ sourceUid, watched, command, onWatched }: Props) {
  const styles = useStyles2(getStyles);
  const open = PRESET_SIGNALS.filter(({ input }) => watched.every(({ query }) => query.expr !== input.query.expr));
  return (
    <Grid gap={2} minColumnWidth={34}>
      {open.map(({ id, explanation, input }) => (
        <Card key={id} noMargin className={styles.card}>
          <Card.Heading>{input.name}</Card.Heading>
          <Card.Description>{explanation}</Card.Description>
          <Card.Actions>
            <ReasonedButton
              size="sm"
              variant="secondary"
              icon="eye"
              reason={whyNot('anomaly.configure')}
              disabled={command.isRunning}
              aria-label={`Watch ${input.name}`}
              onClick={() => command.run(() => createWatched(sourceUid, input).then(onWatched))}
            >
              Watch
            </ReasonedButton>
          </Card.Actions>
        </Card>
      ))}
    </Grid>
  );
}

const getStyles = () => ({
  // Cards of a row are equally high: what is left over goes below the explanation, not around the name.
  card: css({ gridTemplateRows: 'auto auto 1fr auto' }),
});
