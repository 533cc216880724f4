import { expect, test } from 'vitest';
import type { PanelLayout } from '../ipc/contract.js';
import { LayoutReporter, layoutFor } from './layout.js';

test('a size is told in whole pixels, and only where it matters', () => {
  expect(
    layoutFor({ anchor: 'topRight', x: 0, focus: true }, { width: 300.2, height: 99.9 }),
  ).toEqual({
    anchor: 'topRight',
    width: 301,
    height: 100,
    x: 0,
    focus: true,
  });
  expect(layoutFor({ anchor: 'fill', x: 0, focus: true }, { width: 300, height: 100 }).width).toBe(
    0,
  );
});

test('the program hears of changes alone', () => {
  const told: PanelLayout[] = [];
  const reporter = new LayoutReporter((layout) => told.push(layout));
  reporter.report(layoutFor({ anchor: 'hidden', x: 0, focus: false }, { width: 9, height: 9 }));
  const shown = layoutFor({ anchor: 'bottom', x: 0, focus: false }, { width: 300, height: 50 });
  reporter.report(shown);
  reporter.report({ ...shown });
  reporter.report({ ...shown, focus: true });
  expect(told).toEqual([shown, { ...shown, focus: true }]);
});
