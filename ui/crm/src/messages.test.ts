/** No message of these pages is missing, unused or half translated. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES } from '@ninefold/i18n';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

const messagesFolder = path.resolve(import.meta.dirname, '../../i18n/messages');

function idsIn(language: string): string[] {
  const source = readFileSync(path.join(messagesFolder, language, 'crm.ftl'), 'utf8');
  return new FluentResource(source).body.map(({ id }) => id).sort();
}

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

const code = sources(import.meta.dirname);
const asked = new Set([...code.matchAll(/\bt\.text\('([^']+)'/g)].map(([, id]) => id));

describe.each(LANGUAGES)('messages in %s', (language) => {
  it('are those of English', () => {
    expect(idsIn(language)).toEqual(idsIn('en'));
  });
});

describe('messages', () => {
  it('are there when they are asked for', () => {
    const there = new Set(idsIn('en'));
    expect([...asked].filter((id) => id && !there.has(id))).toEqual([]);
  });
  it('are all used', () => {
    const byCode =
      /^(role|setting-sign-up|status|session-by|policy|key-scope|webhook-state|delivery|export-state|audit-kind|notification-kind|audit-reason|sso-refused|sso-done|sso-trial|entry|reward-state|payout-state|payout-decide|payout-reference|payout-noted|letter-state|referral-days)-/;
    const unused = idsIn('en').filter((id) => !asked.has(id) && !byCode.test(id));
    expect(unused).toEqual([]);
  });
});
