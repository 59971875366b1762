import type { Finding, NoProposal, ResourceHistory } from './types.ts';

const WORD = { cpu: 'CPU', memory: 'memory' } as const;

/** Nothing was measured. */
export function noData({ resource }: ResourceHistory): NoProposal {
  const sentence = `There are no samples of its ${WORD[resource]}.`;
  return { kind: 'no data', reason: [{ step: 'data', sentence }], findings: [], lacking: [sentence] };
}

/** Too little was measured. */
export function notEnough(sentence: string): NoProposal {
  return { kind: 'not enough data', reason: [{ step: 'data', sentence }], findings: [], lacking: [sentence] };
}

/** There is a reason to leave things alone. */
export function withoutAdvice(finding: Finding, sentence: string): NoProposal {
  return { kind: 'no advice', reason: [{ step: finding, sentence }], findings: [finding], lacking: [] };
}
