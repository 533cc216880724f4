import { expect, test } from 'vitest';
import { parseRoute } from './route.js';

test.each([
  ['#/strip/w1', { surface: 'strip', window: 'w1' }],
  ['#/panel/0192-ab', { surface: 'panel', window: '0192-ab' }],
  ['#/settings', { surface: 'settings' }],
  ['#/strip', null],
  ['#/strip/', null],
  ['#/settings/x', null],
  ['#/panel/a/b', null],
  ['', null],
])('%s', (hash, expected) => {
  expect(parseRoute(hash)).toEqual(expected);
});
