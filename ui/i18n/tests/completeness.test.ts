/** No message is missing, unused, or without a value that another language has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type Entry, type Message, Visitor, type VariableReference } from '@fluent/syntax';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, Messages, type Language } from '../src/index.js';
import { DYNAMIC, NOTICES } from './dynamic.js';

const UI = join(import.meta.dirname, '../..');
const AREAS = { shell: 'shell/src', crm: 'crm/src' } as const;
type Area = keyof typeof AREAS;

function source(area: Area, language: Language): string {
  return readFileSync(join(UI, 'i18n/messages', language, `${area}.ftl`), 'utf8');
}

function messages(area: Area, language: Language): Map<string, Message> {
  const { body } = parse(source(area, language), {});
  const junk = body.filter((entry: Entry) => entry.type === 'Junk');
  expect(junk, `${language}/${area}.ftl can be read to its end`).toEqual([]);
  const found = body.filter((entry): entry is Message => entry.type === 'Message');
  const names = found.map((message) => message.id.name);
  expect(new Set(names).size, `${language}/${area}.ftl names nothing twice`).toBe(names.length);
  return new Map(found.map((message) => [message.id.name, message]));
}

function variables(message: Message): string[] {
  const names = new Set<string>();
  class Collector extends Visitor {
    override visitVariableReference(node: VariableReference): void {
      names.add(node.id.name);
    }
  }
  new Collector().visit(message);
  return [...names].sort();
}

function code(area: Area): string {
  const folder = join(UI, AREAS[area]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        /\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('contract.ts'),
    )
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** Quoted words in the code that name a message, and those that are put together from a code. */
function used(area: Area, known: Iterable<string>): Set<string> {
  const text = code(area);
  const quoted = new Set(
    Array.from(text.matchAll(/['"`]([a-z][a-zA-Z0-9-]*)['"`]/g), (match) => match[1]),
  );
  const made = new Set(
    DYNAMIC[area].flatMap(({ prefix, values }) => values.map((value) => prefix + value)),
  );
  return new Set([...known].filter((id) => quoted.has(id) || made.has(id)));
}

/** Messages asked for by name: `t('…')`, also as a branch of a choice. */
function asked(area: Area): Set<string> {
  const ids = new Set<string>();
  for (const call of code(area).matchAll(/\bt(?:\.text)?\(([^;{}]{0,160})/g)) {
    for (const match of (call[1] ?? '')
      .split(/[,)]\s*\{/)[0]
      ?.matchAll(/'([a-z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)+)'/g) ?? []) {
      if (match[1]) ids.add(match[1]);
    }
  }
  return ids;
}

describe.each(Object.keys(AREAS) as Area[])('%s', (area) => {
  const english = messages(area, 'en');

  test.each(LANGUAGES)('%s has each message, with the same values', (language) => {
    const own = messages(area, language);
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [id, message] of english) {
      const other = own.get(id);
      expect(other && variables(other), `${language}: ${id}`).toEqual(variables(message));
    }
  });

  test('every message is used', () => {
    const ids = [...english.keys()];
    const inUse = used(area, ids);
    expect(ids.filter((id) => !inUse.has(id))).toEqual([]);
  });

  test('every message that the code asks for is there', () => {
    const made = DYNAMIC[area].flatMap(({ prefix, values }) =>
      values.map((value) => prefix + value),
    );
    expect([...asked(area), ...made].filter((id) => !english.has(id))).toEqual([]);
  });

  test('every prefix in the code is listed with its values', () => {
    const prefixes = Array.from(
      code(area).matchAll(/\bt(?:\.text)?\(\s*`([a-z][a-zA-Z0-9-]*-)\$\{/g),
      (match) => match[1],
    );
    const listed = DYNAMIC[area].map(({ prefix }) => prefix);
    expect(
      [...new Set(prefixes)].filter((prefix) => !listed.some((each) => each === prefix)),
    ).toEqual([]);
  });

  test.each(LANGUAGES)('%s formats each message without an error', (language) => {
    const bundle = new Messages(language, source(area, language));
    for (const [id, message] of english) {
      const values = Object.fromEntries(variables(message).map((name) => [name, 2]));
      expect(bundle.text(id, values), id).not.toMatch(/\{|\?\?\?/);
    }
  });
});

test('the notices that the program gives are found, however it names them', () => {
  // Literal, constant, one of several in a constant, and what the store says of a repair.
  expect(NOTICES).toEqual(
    expect.arrayContaining([
      'download-done',
      'isolation-untested',
      'secrets-locked',
      'account-unreadable',
    ]),
  );
});

describe('plurals', () => {
  const uk = new Messages('uk', source('shell', 'uk'));
  const ru = new Messages('ru', source('shell', 'ru'));

  test.each([
    [1, '1 акаунт', '1 аккаунт'],
    [2, '2 акаунти', '2 аккаунта'],
    [5, '5 акаунтів', '5 аккаунтов'],
    [11, '11 акаунтів', '11 аккаунтов'],
    [21, '21 акаунт', '21 аккаунт'],
    [22, '22 акаунти', '22 аккаунта'],
  ])('%i', (count, ukrainian, russian) => {
    expect(uk.text('switcher-found', { count })).toBe(ukrainian);
    expect(ru.text('switcher-found', { count })).toBe(russian);
  });
});
