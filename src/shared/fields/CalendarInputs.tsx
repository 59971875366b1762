import { useMemo } from 'react';
import { ChoiceBox } from '../ui/ChoiceBox.tsx';
import { SettledTextArea } from '../ui/SettledTextArea.tsx';
import { userTimeZone } from '../host/sources.ts';

interface InputProps {
  id: string;
  /** Empty: as usual. */
  value: string;
  invalid?: boolean;
  onSettle: (text: string) => void;
}

const UTC = 'UTC';

/** The zone of the wall clock that seasons follow; any text may be typed in, such as a variable. */
export function TimeZoneInput({ value, onSettle, ...rest }: InputProps & { width?: number }) {
  const options = useMemo(() => timeZones().map((zone) => ({ value: zone, label: zone })), []);
  return (
    <ChoiceBox
      {...rest}
      isOpen
      options={options}
      value={value || UTC}
      onChoose={(zone) => onSettle(zone.trim() === UTC ? '' : zone.trim())}
    />
  );
}

const EXAMPLES = {
  exclusions: '2026-03-01T10:00Z/2026-03-01T12:00Z',
  events: 'holiday=2026-12-25, sale=2026-11-27/2026-11-30',
};

/** Times that are no habit, or named events. */
export function CalendarTextInput({ field, onSettle, ...rest }: InputProps & { field: keyof typeof EXAMPLES }) {
  return <SettledTextArea {...rest} placeholder={EXAMPLES[field]} onSettle={(text) => onSettle(text.trim())} />;
}

/** All zones that the browser knows, UTC and the user's own first. */
function timeZones(): string[] {
  const own = userTimeZone();
  const all = Intl.supportedValuesOf('timeZone');
  return [...new Set([UTC, ...(all.includes(own) ? [own] : []), ...all])];
}
