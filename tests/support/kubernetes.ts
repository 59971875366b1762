import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type JsonSchema, problemsBySchema } from './json-schema.ts';
import type { KubernetesObject } from './kubernetes-kinds.ts';

const SCHEMAS = join(import.meta.dirname, '../fixtures/kubernetes/kinds.json');
const BUILDERS: readonly (readonly [string, ...string[]])[] = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
  // Slow, but it needs nothing besides Go.
  ['go', 'run', 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1', 'build'],
];

/** The objects of a YAML text. */
export function parseObjects(yaml: string): KubernetesObject[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);
}

/** Builds a kustomization with whatever of kubectl, kustomize and Go is there. */
export function buildKustomization(directory: string): KubernetesObject[] {
  for (const [program, ...args] of BUILDERS) {
    const { error, status, stdout, stderr } = spawnSync(program, [...args, directory], { encoding: 'utf8' });
    if (error === undefined && status === 0) {
      return parseObjects(stdout);
    }
    if (error === undefined) {
      throw new Error(`${program}: ${stderr}`);
    }
  }
  throw new Error('None of kubectl, kustomize and go is on this machine.');
}

/** What the schema of its kind has against an object; empty: nothing. Fields that the schema does not name count. */
export function problemsOf(object: KubernetesObject): string {
  const { kinds, $defs } = JSON.parse(readFileSync(SCHEMAS, 'utf8')) as Record<string, Record<string, JsonSchema>>;
  const schema = kinds?.[`${object.apiVersion}/${object.kind}`];
  if (schema === undefined) {
    return `There is no schema of ${object.apiVersion} ${object.kind}.`;
  }
  return problemsBySchema({ ...schema, $defs } as JsonSchema, object);
}
