import { EmptyState, Stack } from '@grafana/ui';
import { createWatched } from '../../shared/api/anomaly-api.ts';
import { useCommand } from '../../shared/api/use-command.ts';
import { PRESET_SIGNALS } from '../../shared/anomaly/preset-signals.ts';
import { whyNot } from '../../shared/host/user.ts';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { Presets } from './Presets.tsx';

interface Props {
  sourceUid: string;
  onWatched: () => void;
}

/** Before anything is watched: the usual signals, each or all in one click. */
export function NoSignals({ sourceUid, onWatched }: Props) {
  const command = useCommand();
  const watchAll = async () => {
    // One after the other, so that what was added stays when a later one fails.
    for (const { input } of PRESET_SIGNALS) {
      await createWatched(sourceUid, input);
    }
    onWatched();
  };
  return (
    <Stack direction="column" gap={2}>
      <FailedCommand command={command} />
      <EmptyState
        variant="call-to-action"
        hideImage
        message="No signal is watched yet"
        button={
          <ReasonedButton
            icon="eye"
            reason={whyNot('anomaly.configure')}
            disabled={command.isRunning}
            onClick={() => command.run(watchAll)}
          >
            Watch all of these
          </ReasonedButton>
        }
      >
        Headroom learns what is usual for each series of a signal and shows where it is left. Watch the usual signals of
        a cluster, or add one of your own under Watched signals.
      </EmptyState>
      <Presets sourceUid={sourceUid} watched={[]} command={command} onWatched={onWatched} />
    </Stack>
  );
}
