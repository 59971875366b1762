import { Alert, LinkButton, Modal, Stack } from '@grafana/ui';
import { useState } from 'react';
import { AddToDashboardForm, useHasDashboardForm } from '../../shared/host/AddToDashboardForm.tsx';
import { exploreUrl } from '../../shared/host/links.ts';
import { copyPanel, type PanelRequest, panelRange, toPanel } from '../../shared/host/panels.ts';
import { whyNotInHost } from '../../shared/host/user.ts';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';
import { useUrlWord } from '../../shared/ui/use-url-word.ts';
import type { SeriesLabels } from '../../shared/forecast/alert-summary.ts';
import { AlertDrawer } from './AlertDrawer.tsx';

interface Props {
  panel: PanelRequest;
  /** Of every series of the forecast. */
  labels: readonly SeriesLabels[];
  nowMs: number;
}

/** What can be made of a forecast elsewhere in Grafana. */
export function ForecastActions({ panel, labels, nowMs }: Props) {
  const [drawer, openDrawer] = useUrlWord('drawer');
  // Not in the URL: closing it after the host has gone to the dashboard must not lead back here.
  const [isAdding, setAdding] = useState(false);
  const [copied, setCopied] = useState<string>();
  const hasForm = useHasDashboardForm();
  const close = () => openDrawer(undefined);
  return (
    <>
      <Stack direction="row" gap={1} wrap="wrap">
        {hasForm && (
          <ReasonedButton
            size="sm"
            variant="secondary"
            icon="apps"
            reason={whyNotInHost('addToDashboard')}
            onClick={() => setAdding(true)}
          >
            Add to dashboard
          </ReasonedButton>
        )}
        <ReasonedButton
          size="sm"
          variant="secondary"
          icon="bell"
          reason={whyNoAlert(panel)}
          onClick={() => openDrawer('alert')}
        >
          Create alert
        </ReasonedButton>
        <ExploreButton panel={panel} />
        <ReasonedButton
          size="sm"
          variant="secondary"
          icon="copy"
          reason={undefined}
          onClick={() => void copyPanel(toPanel(panel)).then(setCopied)}
        >
          Copy as panel
        </ReasonedButton>
      </Stack>
      {copied !== undefined && (
        <Alert severity="success" title={copied} bottomSpacing={0} onRemove={() => setCopied(undefined)} />
      )}
      {isAdding && hasForm && (
        <Modal isOpen title="Add panel to dashboard" onDismiss={() => setAdding(false)}>
          <AddToDashboardForm
            buildPanel={() => toPanel(panel)}
            timeRange={panelRange(panel, nowMs)}
            onClose={() => setAdding(false)}
          />
        </Modal>
      )}
      {drawer === 'alert' && whyNoAlert(panel) === undefined && (
        <AlertDrawer panel={panel} labels={labels} onClose={close} />
      )}
    </>
  );
}

function ExploreButton({ panel }: Pick<Props, 'panel'>) {
  const reason = whyNotInHost('explore');
  return reason === undefined ? (
    <LinkButton size="sm" variant="secondary" icon="compass" href={exploreUrl(panel)}>
      Open in Explore
    </LinkButton>
  ) : (
    <ReasonedButton size="sm" variant="secondary" icon="compass" reason={reason}>
      Open in Explore
    </ReasonedButton>
  );
}

function whyNoAlert({ fields }: PanelRequest): string | undefined {
  return fields.capacity ? whyNotInHost('createAlert') : 'An alert needs a capacity; enter one first.';
}
