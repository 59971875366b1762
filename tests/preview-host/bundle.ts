import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Files of the host's own code by their URL path. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

/** Inter comes with Grafana, not with its packages; without it the next font of the stack is taken. */
const withoutFonts: Plugin = {
  name: 'without-fonts',
  setup: (context) =>
    context.onLoad({ filter: /GlobalStyles\/fonts\.mjs$/ }, () => ({
      contents: 'export const getFontStyles = () => ({});',
    })),
};

let bundled: Promise<Bundle> | undefined;

/** Bundles the host with the libraries that a plugin expects to find there; once a process. */
export function bundleHost(): Promise<Bundle> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<Bundle> {
  const outdir = resolve('build/preview-host');
  const { outputFiles } = await build({
    entryPoints: { host: resolve(import.meta.dirname, 'host.tsx') },
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    // One router for the host, @grafana/ui and the plugin, as in Grafana.
    alias: { 'react-router-dom-v5-compat': 'react-router-dom' },
    // The libraries must not take the plugin loader's `define` for theirs.
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis', define: 'undefined' },
    loader: { '.svg': 'dataurl', '.ttf': 'dataurl' },
    plugins: [withoutFonts],
    logLevel: 'error',
  });
  return new Map(outputFiles.map(({ path, contents }) => [`/host${path.slice(outdir.length)}`, contents]));
}
