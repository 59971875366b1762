import { PACKAGE_RULES } from './package-rules.ts';
import { SOURCE_RULES } from './source-rules.ts';
import { type Finding, Package, type Rule, type Submission } from './submission.ts';
import { TEXT_RULES } from './text-rules.ts';

const RULES: readonly Rule[] = [...PACKAGE_RULES, ...TEXT_RULES, ...SOURCE_RULES];

/** Names of all rules. */
export const RULE_NAMES: readonly string[] = RULES.map(({ name }) => name);

/** What the catalogue would say of a submission; nothing is what we want. */
export function checkSubmission(submission: Submission): Finding[] {
  const unpacked = new Package(submission.files);
  return RULES.flatMap(({ name: rule, level = 'error', check }) =>
    check(submission, unpacked).map((message) => ({ rule, level, message }) satisfies Finding)
  );
}
