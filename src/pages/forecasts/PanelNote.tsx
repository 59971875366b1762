import { Alert } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { type PanelReason, panelReason } from './panel-reason.ts';

/** What there is to say about the panel from which "Forecast this" led here. */
export function PanelNote({ hasSignal }: { hasSignal: boolean }) {
  const [params] = useSearchParams();
  const reasons = params.getAll('why').map(panelReason);
  return reasons.map((reason) =>
    reason === undefined || reason.withSignal !== hasSignal ? null : <Note key={reason.message} {...reason} />
  );
}

function Note({ withSignal, message, remedy }: PanelReason) {
  return (
    <Alert severity={withSignal ? 'info' : 'warning'} title={message}>
      {remedy}
    </Alert>
  );
}
