import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROUTE_DOCS } from '../openapi/routes.ts';

const ROOT = join(import.meta.dirname, '../..');

function filesUnder(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => pattern.test(path) && !/\.(test|contract)\./.test(path));
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The anchor that GitHub and Gitea give to a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

describe.each(['README.md', 'CHANGELOG.md', ...filesUnder('docs', /\.md$/)])('%s', (document) => {
  it('links to files and headings that are there', () => {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path = '', anchor]) => {
      const target = path === '' ? document : join(dirname(document), path);
      const isThere = existsSync(join(ROOT, target));
      return !isThere || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

describe('docs/reference/rest.md', () => {
  const page = read('docs/reference/rest.md');

  it.each(Object.keys(ROUTE_DOCS))('has the route %s', (route) => {
    const shown = route.replace(/:(\w+)/g, '{$1}');
    // Not as the beginning of another route.
    expect(page).toMatch(new RegExp(`\`${shown.replace(/[{}.]/g, '\\$&')}(\`|\\?)`));
  });
});

const sources = [
  ...filesUnder('pkg', /\.ts$/),
  ...filesUnder('src', /\.tsx?$/),
  ...filesUnder('dashboards', /\.json$/),
  ...filesUnder('provisioning', /\.yaml$/),
]
  .map(read)
  .join('\n');

/** What Grafana's own pages say. */
const GRAFANA_LABELS = new Set([
  'Administration',
  'Alert rules',
  'Alert state if execution error',
  'Alert state if no data',
  'Alerting',
  'Annotations',
  'Connections',
  'Dashboard settings',
  'Data sources',
  'Enable',
  'Extensions',
  'Firing',
  'More apps',
  'Pending',
  'Plugins and data',
]);

describe.each([...filesUnder('docs/how-to', /(first-.*|install)\.md$/), 'src/README.md'])('%s', (page) => {
  it('names buttons, fields and menus by what they are called', () => {
    const bold = [...read(page).matchAll(/\*\*([^*]+[^*:])\*\*/g)].map(([, text = '']) => text);
    const labels = bold.flatMap((text) => text.split(' → '));
    expect(labels.length).toBeGreaterThan(3);
    expect(labels.filter((label) => !GRAFANA_LABELS.has(label) && !sources.includes(label))).toEqual([]);
  });
});

describe('src/README.md, which Grafana shows on the page of the plugin', () => {
  it('links to nothing beside it, since nothing is there', () => {
    expect(read('src/README.md')).not.toMatch(/\]\((?!https:)/);
  });
});

describe('docs/how-to/troubleshooting.md', () => {
  const headings = [...read('docs/how-to/troubleshooting.md').matchAll(/^### (.+)$/gm)].map(([, text = '']) => text);
  const messages = headings.flatMap((heading) =>
    [...heading.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message)
  );

  it('quotes messages', () => {
    expect(messages.length).toBeGreaterThan(15);
  });

  it.each(messages)('quotes a message that Headroom has: %s', (message) => {
    const parts = message.split('…').map((part) => part.trim());
    expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
  });
});
