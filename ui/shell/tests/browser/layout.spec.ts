/** Over a page the panel is opaque and exactly as large as what it shows. */
import { expect, test } from '@playwright/test';
import type { PanelAnchor } from '../../src/ipc/contract.js';
import { calls, open } from './harness.js';

const SHOWN: readonly (readonly [string, PanelAnchor])[] = [
  ['panel-menu', 'topRight'],
  ['fifty-menu', 'topRight'],
  ['long-menu', 'topRight'],
  ['panel-accountMenu', 'at'],
  ['panel-switcher', 'top'],
  ['panel-connection', 'top'],
  ['panel-find', 'topRight'],
  ['panel-keys', 'center'],
  ['panel-rename', 'center'],
  ['downloads', 'topRight'],
  ['login', 'topRight'],
  ['login-covered', 'topRight'],
  ['deleting', 'bottom'],
  ['duplicate', 'center'],
  ['ask-permission', 'topRight'],
  ['ask-signIn', 'center'],
];

for (const [scenario, anchor] of SHOWN) {
  test(`${scenario} stands at ${anchor}, and fits into the room that it asks for`, async ({
    page,
  }) => {
    await open(page, 'panel', scenario);
    await expect.poll(async () => (await calls(page, 'panel_layout')).at(-1)?.anchor).toBe(anchor);
    const layout = (await calls(page, 'panel_layout')).at(-1);
    const { width = 0, height = 0 } = layout ?? {};
    expect(width).toBeGreaterThan(40);
    expect(height).toBeGreaterThan(20);
    expect(height).toBeLessThan(760);
    await page.setViewportSize({ width, height });
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      return [scrollWidth - clientWidth, scrollHeight - clientHeight];
    });
    expect(overflow).toEqual([0, 0]);
    // Having been given the room, it asks for the same.
    expect((await calls(page, 'panel_layout')).at(-1)).toEqual(layout);
  });
}
