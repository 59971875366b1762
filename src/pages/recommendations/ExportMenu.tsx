import { Button, Dropdown, Menu, Stack } from '@grafana/ui';
import { type ExportFormat, exportRecommendations } from '../../shared/api/recommendation-api.ts';
import { useCommand } from '../../shared/api/use-command.ts';
import { downloadText } from '../../shared/host/download.ts';
import { FailedCommand } from '../../shared/ui/FailedCommand.tsx';
import { ReasonedButton } from '../../shared/ui/ReasonedButton.tsx';

interface Props {
  label: string;
  sourceUid: string;
  /** Which ones; none: all that are approved. */
  ids: readonly string[];
  /** Why there is nothing to export. */
  reason: string | undefined;
}

interface Form {
  readonly format: ExportFormat;
  readonly label: string;
  readonly file: string;
  readonly type: string;
}

const FORMS: readonly Form[] = [
  { format: 'patch', label: 'Kubernetes patch (YAML)', file: 'headroom-patch.yaml', type: 'application/yaml' },
  { format: 'json', label: 'JSON', file: 'headroom-recommendations.json', type: 'application/json' },
  { format: 'markdown', label: 'Markdown', file: 'headroom-recommendations.md', type: 'text/markdown' },
];

/** Downloads recommendations in one of three forms. */
export function ExportMenu({ label, sourceUid, ids, reason }: Props) {
  const command = useCommand();
  const download = ({ format, file, type }: Form) =>
    command.run(async () => downloadText(file, await exportRecommendations(sourceUid, format, ids), type));
  if (reason !== undefined) {
    return (
      <ReasonedButton variant="secondary" icon="download-alt" reason={reason}>
        {label}
      </ReasonedButton>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <Dropdown
        overlay={
          <Menu>
            {FORMS.map((form) => (
              <Menu.Item key={form.format} label={form.label} onClick={() => download(form)} />
            ))}
          </Menu>
        }
      >
        <Button variant="secondary" icon="download-alt">
          {label}
        </Button>
      </Dropdown>
      <FailedCommand command={command} />
    </Stack>
  );
}
