import { PluginPage } from '@grafana/runtime';
import { Stack } from '@grafana/ui';
import { pagePath } from '../../shared/host/links.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { whyNot } from '../../shared/host/user.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { SourceChoice } from '../../shared/ui/SourceChoice.tsx';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';
import { AdviceView } from './AdviceView.tsx';
import { RecommendationDrawer } from './RecommendationDrawer.tsx';
import { useAdvice } from './use-advice.ts';

const PAGE = { text: 'Recommendations', url: pagePath('recommendations') };
const SUBTITLE = 'Requests, limits and volume sizes that suit what is used, most worthwhile first.';

/** What could be tuned in a cluster, why, and what was decided about it. */
export function RecommendationsPage() {
  return (
    <WithSources pageNav={PAGE} subTitle={SUBTITLE}>
      {(sources) => <Loaded sources={sources} />}
    </WithSources>
  );
}

function Loaded({ sources }: { sources: readonly HeadroomSource[] }) {
  const [chosen, choose] = useUrlWord('ds');
  const [opened, open] = useUrlWord('id');
  const sourceUid = chosen ?? sources[0]?.uid ?? '';
  const advice = useAdvice(sourceUid);
  const { list, isRunning, look, command } = advice;
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        // Without advice this button is in the middle of the page.
        typeof list?.madeMs === 'number' ? (
          <ReasonedButton
            icon="sync"
            variant="secondary"
            reason={isRunning ? 'Already running.' : whyNot('recommendation.run')}
            onClick={look}
          >
            Refresh recommendations
          </ReasonedButton>
        ) : undefined
      }
    >
      <Stack direction="column" gap={2}>
        <SourceChoice sources={sources} sourceUid={sourceUid} onChoose={choose} />
        <FailedCommand command={command} />
        <AdviceView advice={advice} sourceUid={sourceUid} />
      </Stack>
      {opened !== undefined && (
        <RecommendationDrawer
          key={opened}
          sourceUid={sourceUid}
          id={opened}
          onChanged={advice.again}
          onClose={() => open(undefined)}
        />
      )}
    </PluginPage>
  );
}
