/**
 * Checks that every production dependency is installed as locked, under a licence that goes with ours.
 *
 * Usage: node scripts/licences.ts [folder of the project]
 */
import { licenceProblems } from './licences/problems.ts';
import { productionPackages } from './licences/production.ts';

const root = process.argv[2] ?? '.';
const problems = licenceProblems(root);
problems.forEach((problem) => {
  console.error(problem);
});
const all = productionPackages(root);
const shipped = all.filter((each) => each.shipped).length;
console.log(`${all.length} production packages, ${shipped} of them ours to ship: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
