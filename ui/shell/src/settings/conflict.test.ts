import { expect, test } from 'vitest';
import type { KeyView } from '../ipc/contract.js';
import { actsFor } from './conflict.js';

function key(action: string, conflicts: string[] = []): KeyView {
  return { action, chord: 'Ctrl+R', set: 'Mod+R', default: null, conflicts };
}

test('of actions with the same chord the first in the table acts', () => {
  const find = key('find', ['reload', 'print']);
  const reload = key('reload', ['find', 'print']);
  const print = key('print', ['find', 'reload']);
  const table = [key('quit'), find, reload, print];
  expect(table.map((each) => actsFor(each, table))).toEqual(['quit', 'find', 'find', 'find']);
});
