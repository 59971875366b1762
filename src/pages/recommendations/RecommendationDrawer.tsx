import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Drawer, ScrollContainer, Stack, Text, useStyles2 } from '@grafana/ui';
import { useMemo, useState } from 'react';
import type { RecommendationDetailJson } from '#contract/recommendations.ts';
import { readRecommendation, type RecommendationCall } from '../../shared/api/recommendation-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import {
  capitalised,
  changeText,
  confidenceText,
  costText,
  leadText,
  objectText,
  partText,
} from '../../shared/tuning/advice-words.ts';
import { Failure } from '../../shared/ui/Failure.tsx';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { ChangeOutputs } from './ChangeOutputs.tsx';
import { DecisionBar } from './DecisionBar.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { HistoryList } from './HistoryList.tsx';
import { ReplayTable } from './ReplayTable.tsx';
import { StateBadge } from './StateBadge.tsx';
import { UsageChart } from './UsageChart.tsx';

interface Props {
  sourceUid: string;
  id: string;
  /** Something was decided. */
  onChanged: () => void;
  onClose: () => void;
}

/** One recommendation from why to what was decided. */
export function RecommendationDrawer({ sourceUid, id, onChanged, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const [asked, setAsked] = useState(0);
  const again = () => setAsked(asked + 1);
  const call = useMemo(
    (): RecommendationCall & { asked: number } => ({ sourceUid, id, asked }),
    [sourceUid, id, asked]
  );
  const { answer, error } = useAnswer(call, readRecommendation);
  return (
    <Drawer
      size="lg"
      title={answer === undefined ? 'Recommendation' : objectText(answer.target)}
      subtitle={answer && partText(answer.target)}
      scrollableContent={false}
      onClose={onClose}
    >
      <div className={styles.whole}>
        <ScrollContainer showScrollIndicators>
          <div className={styles.content}>
            {error !== undefined && <Failure message={error.message} remedy={error.remedy} onRetry={again} />}
            {error === undefined && answer === undefined && <TableSkeleton label="Loading the recommendation" />}
            {answer !== undefined && <Content one={answer} />}
          </div>
        </ScrollContainer>
        {answer !== undefined && (
          <div className={styles.footer}>
            <DecisionBar
              ones={[answer]}
              sourceUid={sourceUid}
              onDone={() => {
                again();
                onChanged();
              }}
            />
          </div>
        )}
      </div>
    </Drawer>
  );
}

function Content({ one }: { one: RecommendationDetailJson }) {
  const [nowMs] = useState(() => Date.now());
  return (
    <Stack direction="column" gap={3}>
      <Stack direction="column" gap={1}>
        <Text element="h2" variant="h4">
          {leadText(one)}
        </Text>
        {one.changes.map((change) => (
          <Text key={change.field}>{changeText(change, one.target)}</Text>
        ))}
        <Facts one={one} />
      </Stack>
      <UsageChart one={one} nowMs={nowMs} />
      <EvidenceList one={one} />
      <ReplayTable one={one} />
      {one.outcome === 'change' && <ChangeOutputs one={one} />}
      <HistoryList one={one} />
    </Stack>
  );
}

function Facts({ one }: { one: RecommendationDetailJson }) {
  const { text, detail } = costText(one);
  const cost = detail === undefined ? (one.purpose === 'saving' ? `Saves ${text}` : text) : `${text}, ${detail}`;
  return (
    <Stack direction="row" gap={2} wrap="wrap" alignItems="center">
      <StateBadge one={one} />
      {one.outcome === 'change' && (
        <Text color="secondary">
          {cost} · risk: {one.risk} · effort: {one.effort} · confidence: {confidenceText(one.confidence).toLowerCase()}
        </Text>
      )}
      {one.outcome !== 'change' && (
        <Text color="secondary">Confidence: {capitalised(confidenceText(one.confidence))}</Text>
      )}
    </Stack>
  );
}

/** The bar of decisions stands below what scrolls, so that it covers nothing. */
const getStyles = (theme: GrafanaTheme2) => ({
  whole: css({
    display: 'flex',
    flexDirection: 'column',
    height: `calc(100% + ${theme.spacing(4)})`,
    // The drawer's own padding goes into what scrolls.
    margin: theme.spacing(-2),
  }),
  content: css({ padding: theme.spacing(2) }),
  footer: css({
    padding: theme.spacing(2),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
