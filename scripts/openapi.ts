/**
 * Writes the OpenAPI document that the engine serves, from the schemas that check requests and the types of answers.
 *
 * Usage: node scripts/openapi.ts [--check]
 */
import { readFileSync } from 'node:fs';
import { writeOrCheck } from './generated-files.ts';
import { openApiDocument } from './openapi/document.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

await writeOrCheck('scripts/openapi.ts', {
  'pkg/backend/http/openapi.json': JSON.stringify(openApiDocument(version)),
});
