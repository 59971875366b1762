import { posix } from 'node:path';
import type { Package, PackagedPlugin, Rule } from './submission.ts';

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What a scaffold leaves in a README for its author to replace. */
const TEMPLATE_WORDS = [
  'This is a template',
  'Grafana app plugin template',
  'Grafana data source plugin template',
  'Lorem ipsum',
  'TODO',
  'Add your getting started documentation here',
];

const README_FAULTS: readonly [RegExp, string][] = [
  [/<!--/, 'a comment'],
  [new RegExp(TEMPLATE_WORDS.join('|'), 'i'), 'text of a template'],
  [/\]\((?!https?:\/\/|#|mailto:)/, 'a relative link'],
  [/(?:src|href)="(?!https?:\/\/|#)/, 'a relative link'],
];

function unless(holds: boolean, message: string): string[] {
  return holds ? [] : [message];
}

const isFilled = (text: string | undefined) => text !== undefined && text.trim() !== '' && !text.includes('%');

/** What must hold of what people read. */
export const TEXT_RULES: readonly Rule[] = [
  {
    name: 'readme',
    check: (_submission, unpacked) => {
      const text = unpacked.text('README.md');
      return [
        ...unless(text.trim() !== '', 'README.md is missing or empty.'),
        ...README_FAULTS.filter(([pattern]) => pattern.test(text)).map(([, what]) => `README.md has ${what}.`),
      ];
    },
  },
  {
    name: 'documents',
    check: (_submission, unpacked) =>
      ['CHANGELOG.md', 'LICENSE'].flatMap((path) =>
        unless(unpacked.text(path).trim() !== '', `${path} is missing or empty.`)
      ),
  },
  {
    name: 'metadata',
    check: (_submission, unpacked) => unpacked.plugins.flatMap((plugin) => wrongMetadata(plugin, unpacked)),
  },
  {
    name: 'screenshots',
    check: (_submission, unpacked) => {
      const paths = unpacked.plugins[0]?.json.info?.screenshots?.map(({ path }) => path) ?? [];
      return [
        ...unless(paths.length > 0, 'plugin.json names no screenshots.'),
        ...paths.filter((path) => !unpacked.has(path)).map((path) => `The screenshot ${path} is missing.`),
      ];
    },
  },
  {
    name: 'version',
    check: ({ sources }, { plugins }) => {
      const { version } = JSON.parse(sources.get('package.json') ?? '{}') as { version?: string };
      return plugins.flatMap(({ folder, json }) =>
        unless(
          version !== undefined && VERSION.test(version) && json.info?.version === version,
          `${posix.join(folder, 'plugin.json')} says version ${json.info?.version}, package.json ${version}.`
        )
      );
    },
  },
];

function wrongMetadata({ folder, json }: PackagedPlugin, unpacked: Package): string[] {
  const name = posix.join(folder, 'plugin.json');
  const info = json.info ?? {};
  const logos = [info.logos?.['small'], info.logos?.['large']];
  const keywords = info.keywords ?? [];
  return [
    ...unless(isFilled(info.description), `${name} has no description.`),
    ...unless(isFilled(info.author?.name), `${name} has no author.`),
    ...unless(keywords.length > 0 && keywords.every(isFilled), `${name} has no keywords.`),
    ...unless(DATE.test(info.updated ?? ''), `${name} does not say when it was updated.`),
    ...logos.flatMap((logo) =>
      unless(logo !== undefined && unpacked.has(posix.join(folder, logo)), `${name} has no logo in both sizes.`)
    ),
  ];
}
