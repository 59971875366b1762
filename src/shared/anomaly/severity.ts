import type { GrafanaTheme2 } from '@grafana/data';
import { SEVERITIES, type Severity } from '#model/anomaly/types.ts';

/** How a severity looks: always a colour, a shape and a word together. */
interface SeverityLook {
  /** Name of a colour of the theme. */
  readonly hue: string;
  readonly label: string;
  /** Corners of its shape around the origin, within −1 and 1. */
  readonly shape: ReadonlyArray<readonly [number, number]>;
}

export const SEVERITY_LOOKS: Record<Severity, SeverityLook> = {
  info: { hue: 'blue', label: 'Info', shape: polygon(24, 0, 0.8) },
  warning: { hue: 'yellow', label: 'Warning', shape: polygon(3, -90, 1) },
  critical: { hue: 'orange', label: 'Critical', shape: polygon(4, -90, 1) },
  emergency: { hue: 'red', label: 'Emergency', shape: polygon(6, 0, 1) },
};

/** From 1 for the mildest severity to 4 for the gravest; the numbers that queries and frames use. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}

/** The severity of a rank; `undefined` for 0, which is none. */
export function severityOfRank(rank: number): Severity | undefined {
  return SEVERITIES[rank - 1];
}

/** The gravest of some severities; `undefined` of none. */
export function gravest(severities: readonly Severity[]): Severity | undefined {
  return severityOfRank(severities.reduce((most, one) => Math.max(most, severityRank(one)), 0));
}

/** The colour of a severity. */
export function severityColor({ visualization }: GrafanaTheme2, severity: Severity): string {
  return visualization.getColorByName(SEVERITY_LOOKS[severity].hue);
}

/** A regular polygon whose first corner lies at an angle in degrees. */
function polygon(corners: number, firstDegrees: number, radius: number): Array<readonly [number, number]> {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((firstDegrees + (360 * i) / corners) * Math.PI) / 180;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}
