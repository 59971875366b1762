/** Names and values of labels on the server that a data source reads. */
export interface SourceLabels {
  /** Label names, of the series that match a selector if one is given. */
  names(match?: string): Promise<string[]>;
  /** At most `limit` values of a label; `__name__` gives metric names. */
  values(label: string, options?: { match?: string; limit?: number }): Promise<string[]>;
}

/** Asks a resource of the engine. */
export type GetResource = <T>(path: string, params: Record<string, string | number>) => Promise<T>;

/** Reads labels by the engine's resources. */
export function sourceLabels(getResource: GetResource): SourceLabels {
  return {
    names: async (match) => {
      const { names } = await getResource<{ names: string[] }>('v1/source/label-names', match ? { match } : {});
      return names;
    },
    values: async (label, options = {}) => {
      const { values } = await getResource<{ values: string[] }>('v1/source/label-values', { label, ...options });
      return values;
    },
  };
}

/** Asks each question once; a failed one may be asked again. */
export function rememberLabels(labels: SourceLabels): SourceLabels {
  const answers = new Map<string, Promise<string[]>>();
  const once = (question: unknown, ask: () => Promise<string[]>): Promise<string[]> => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
  return {
    names: (match) => once([match], () => labels.names(match)),
    values: (label, options) => once([label, options?.match, options?.limit], () => labels.values(label, options)),
  };
}
