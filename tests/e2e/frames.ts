import type { Response } from '@playwright/test';

/** A frame as Grafana hands it to a panel. */
export interface PanelFrame {
  readonly schema: {
    readonly refId?: string;
    readonly meta?: { readonly custom?: unknown };
    readonly fields: readonly {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly config?: { readonly displayNameFromDS?: string; readonly custom?: Readonly<Record<string, unknown>> };
    }[];
  };
  readonly data: { readonly values: readonly (readonly (number | string | null)[])[] };
}

interface QueryAnswer {
  readonly results: Readonly<Record<string, { readonly frames?: readonly PanelFrame[]; readonly error?: string }>>;
}

/** All frames of an answer of Grafana's query API; throws with the error of a query that failed. */
export async function framesOf(response: Response): Promise<PanelFrame[]> {
  const { results } = (await response.json()) as QueryAnswer;
  return Object.values(results).flatMap(({ frames, error }) => {
    if (error !== undefined) {
      throw new Error(error);
    }
    return frames ?? [];
  });
}

/** The values of a field of a forecast frame (`actual`, `lower80`, `predicted`, …) after a time. */
export function valuesAfter(frame: PanelFrame, part: string, ms: number): number[] {
  const { fields } = frame.schema;
  const times = frame.data.values[0] ?? [];
  const values = frame.data.values[fields.findIndex(({ name }) => name === part)] ?? [];
  return values.filter((value, i): value is number => Number(times[i]) > ms && typeof value === 'number');
}
