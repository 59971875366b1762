import { Alert, Combobox, EmptyState, Field, FilterInput, LoadingBar, Stack, Text } from '@grafana/ui';
import { useEffect, useId, useMemo, useState } from 'react';
import { SEVERITIES } from '#model/anomaly/types.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { TableSkeleton } from '../../shared/ui/TableSkeleton.tsx';
import { useSameList } from '../../shared/ui/use-same-list.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import { isWaiting, type PageAnswer } from './ask-page.ts';
import { FeedbackNotice } from './FeedbackNotice.tsx';
import { filterIncidents, type Incident, selectIncidents, toIncidents } from './incidents.ts';
import { IncidentDrawer } from './IncidentDrawer.tsx';
import { IncidentTable } from './IncidentTable.tsx';
import { toBuckets, toLanes } from './lanes.ts';
import { type ChangeWords, type PageState, selectionWords } from './page-state.ts';
import { ReadingLine } from './ReadingLine.tsx';
import { SelectionLine } from './SelectionLine.tsx';
import { SwimLanes } from './SwimLanes.tsx';
import { useFeedback } from './use-feedback.ts';

interface Props {
  page: PageAnswer;
  state: PageState;
  isLoading: boolean;
  onChange: ChangeWords;
  onAgain: () => void;
}

/** So wide is a cell at least. */
const CELL_WIDTH = 12;
const LABEL_WIDTH = 200;
const MOST_CELLS = 60;
const LEAST_CELLS = 12;

/** Lanes, and the incidents that they are made from, of the signals that have been read so far. */
export function FoundAnomalies(props: Props) {
  const { page, state, onChange } = props;
  return (
    <Stack direction="column" gap={2}>
      <FilterRow page={page} state={state} onChange={onChange} />
      {page.signals.map(
        ({ signal, error }) =>
          error && (
            <Alert key={signal.id} severity="warning" title={`${signal.name}: ${error.message}`} bottomSpacing={0}>
              {error.remedy}
            </Alert>
          )
      )}
      <ReadingLine page={page} />
      {page.signals.every(isWaiting) ? <TableSkeleton label="Loading the anomalies" rows={12} /> : <Found {...props} />}
    </Stack>
  );
}

/** A selection in the lanes narrows the table. */
function Found({ page, state, isLoading, onChange, onAgain }: Props) {
  const [width, ref] = useWidth();
  const { filters, selection } = state;
  const timeZone = userTimeZone();
  const isComplete = !page.signals.some(isWaiting);
  const all = useMemo(() => toIncidents(page.signals), [page]);
  const shown = useMemo(() => filterIncidents(all, filters), [all, filters]);
  const most = Math.min(MOST_CELLS, Math.max(LEAST_CELLS, Math.floor((width - LABEL_WIDTH) / CELL_WIDTH)));
  const buckets = useMemo(() => toBuckets(page.fromMs, page.toMs, most), [page, most]);
  const lanes = useMemo(() => toLanes(shown, buckets, isComplete), [shown, buckets, isComplete]);
  const selected = useMemo(() => selectIncidents(shown, selection), [shown, selection]);
  const feedback = useFeedback(page.sourceUid, onAgain);
  const open = useOpenIncident(all, state.incident);
  const clear = () => onChange(selectionWords(undefined));
  useEscape(selection !== undefined && open === undefined, clear);
  return (
    <div ref={ref}>
      <Stack direction="column" gap={2}>
        {open === undefined && <FeedbackNotice feedback={feedback} />}
        <div>
          <div style={{ height: 2 }}>
            {isLoading && isComplete && <LoadingBar width={width} ariaLabel="Loading the anomalies" />}
          </div>
          {width > 0 && (
            <SwimLanes
              lanes={lanes}
              selection={selection}
              timeZone={timeZone}
              onSelect={(next) => onChange(selectionWords(next))}
            />
          )}
        </div>
        <SelectionLine selection={selection} lanes={lanes} timeZone={timeZone} onClear={clear} />
        {selected.length === 0 ? (
          <NothingUnusual isComplete={isComplete} isFiltered={shown.length < all.length || selection !== undefined} />
        ) : (
          <>
            <IncidentTable incidents={selected} timeZone={timeZone} onOpen={({ id }) => onChange({ incident: id })} />
            <Text variant="bodySmall" color="secondary">
              {selected.length} of {all.length} incidents
            </Text>
          </>
        )}
        <Quality page={page} />
      </Stack>
      {open !== undefined && (
        <IncidentDrawer
          incident={open}
          incidents={all}
          feedback={feedback}
          nowMs={page.toMs}
          onOpen={({ id }) => onChange({ incident: id })}
          onClose={() => onChange({ incident: undefined })}
        />
      )}
    </div>
  );
}

/** The open incident; it stays when feedback has made the engine forget it. */
function useOpenIncident(all: readonly Incident[], id: string | undefined): Incident | undefined {
  const found = id === undefined ? undefined : all.find((incident) => incident.id === id);
  const [last, setLast] = useState<Incident>();
  if (found !== undefined && found !== last) {
    setLast(found);
  }
  return found ?? (last?.id === id ? last : undefined);
}

function useEscape(isActive: boolean, onEscape: () => void): void {
  useEffect(() => {
    if (!isActive) {
      return;
    }
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        onEscape();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}

const ALL = '';

const SEVERITY_CHOICES = [
  { value: ALL, label: 'All severities' },
  ...SEVERITIES.map((severity) => ({
    value: severity,
    label: severity === 'emergency' ? 'Emergency' : `${SEVERITY_LOOKS[severity].label} and above`,
  })),
];

function FilterRow({ page, state: { filters }, onChange }: Pick<Props, 'page' | 'state' | 'onChange'>) {
  const id = useId();
  const signals = useSameList([
    { value: ALL, label: 'All signals' },
    ...page.signals.map(({ signal }) => ({ value: signal.id, label: signal.name })),
  ]);
  return (
    <Stack direction="row" gap={2} wrap="wrap">
      <Field label="Signal" htmlFor={`${id}-signal`} noMargin>
        <Combobox
          id={`${id}-signal`}
          width={26}
          options={signals}
          value={filters.signal ?? ALL}
          onChange={({ value }) => onChange({ signal: value })}
        />
      </Field>
      <Field label="Severity" htmlFor={`${id}-severity`} noMargin>
        <Combobox
          id={`${id}-severity`}
          width={24}
          options={SEVERITY_CHOICES}
          value={filters.severity ?? ALL}
          onChange={({ value }) => onChange({ severity: value })}
        />
      </Field>
      <Field label="Search" htmlFor={`${id}-search`} noMargin>
        <FilterInput
          id={`${id}-search`}
          placeholder="Series, signal or label"
          value={filters.words ?? ''}
          onChange={(search) => onChange({ search })}
        />
      </Field>
    </Stack>
  );
}

function NothingUnusual({ isFiltered, isComplete }: { isFiltered: boolean; isComplete: boolean }) {
  if (!isComplete) {
    return <Text color="secondary">No incident to show in the signals that have been read so far.</Text>;
  }
  return isFiltered ? (
    <EmptyState variant="not-found" message="No incident matches the filters and the selection" />
  ) : (
    <EmptyState variant="completed" message="Nothing unusual in this time range" />
  );
}

/** Series that could not be judged, and what the engine has to say. */
function Quality({ page }: { page: PageAnswer }) {
  const notices = page.signals.flatMap(({ signal, answer }) => {
    const missing = (answer?.series ?? []).filter((series) => series.missing !== undefined);
    const [first] = missing;
    return [
      ...(answer?.notices ?? []).map((notice) => `${signal.name}: ${notice}`),
      ...(first?.missing === undefined
        ? []
        : [`${signal.name}: ${missing.length} series not judged, such as ${first.name}: ${first.missing.reason}`]),
    ];
  });
  return notices.length === 0 ? null : (
    <div>
      {notices.map((notice) => (
        <Text key={notice} element="p" variant="bodySmall" color="secondary">
          {notice}
        </Text>
      ))}
    </div>
  );
}
