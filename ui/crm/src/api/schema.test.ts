import { readFileSync } from 'node:fs';
import path from 'node:path';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('the types are those of the document (else: npm --prefix ui run api)', async () => {
  const document = path.join(import.meta.dirname, 'openapi.json');
  const types = COMMENT_HEADER + astToString(await openapiTS(new URL(`file://${document}`)));
  expect(readFileSync(path.join(import.meta.dirname, 'schema.d.ts'), 'utf8')).toBe(types);
});
