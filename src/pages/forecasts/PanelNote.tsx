import { Alert } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { type PanelReason, panelReason } from './panel-reason.ts';

/** What there is to say about the panel from which "Forecast this" led here. */
export function PanelNote({ hasSignal }: { hasSignal: boolean }) {
  const [params] = useSearchParams();
  const reason = panelReason(params.get('why') ?? '');
  return reason === undefined || reason.withSignal !== hasSignal ? null : <Note {...reason} />;
}

function Note({ withSignal, message, remedy }: PanelReason) {
  return (
    <Alert severity={withSignal ? 'info' : 'warning'} title={message}>
      {remedy}
    </Alert>
  );
}
