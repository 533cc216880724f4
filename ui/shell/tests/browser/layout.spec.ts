/** Over a page the panel is opaque and exactly as large as what it shows. */
import { expect, test } from '@playwright/test';
import type { PanelAnchor } from '../../src/ipc/contract.js';
import { calls, change, open } from './harness.js';

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
  ['login-locked', 'topRight'],
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

test('in a window that is narrower it wraps, and still asks for its own width', async ({
  page,
}) => {
  await open(page, 'panel', 'ask-otherSite');
  const asked = async () => (await calls(page, 'panel_layout')).at(-1);
  await expect.poll(async () => (await asked())?.anchor).toBe('center');
  const wide = await asked();
  await page.setViewportSize({ width: 344, height: 600 });
  await expect.poll(async () => (await asked())?.height).toBeGreaterThan(wide?.height ?? 0);
  expect((await asked())?.width).toBe(wide?.width);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await sideways()).toBe(0);
  // With room again, it's as before.
  await page.setViewportSize({ width: 800, height: 600 });
  await expect.poll(asked).toEqual(wide);

  // What comes next in the same narrow window wraps as well, though its size doesn't change.
  await page.setViewportSize({ width: 344, height: 600 });
  await change(page, (snapshot) => {
    Object.assign(snapshot.windows[0]!, { asks: [], panel: { kind: 'keys' } });
  });
  await expect.poll(async () => (await asked())?.width).toBeGreaterThan(600);
  await expect.poll(sideways).toBe(0);
});

test('in a window that is lower a dialog scrolls inside of itself, and keeps its buttons in view', async ({
  page,
}) => {
  await open(page, 'panel', 'panel-keys');
  const asked = async () => (await calls(page, 'panel_layout')).at(-1);
  await expect.poll(async () => (await asked())?.height).toBeGreaterThan(500);
  const { width = 0, height = 0 } = (await asked()) ?? {};
  await page.setViewportSize({ width, height: 400 });
  const overflow = () =>
    page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth - innerWidth, scrollHeight - innerHeight];
    });
  await expect.poll(overflow).toEqual([0, 0]);
  await expect(page.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
  const inside = page.locator('dialog .body');
  expect(await inside.evaluate((body) => body.scrollWidth - body.clientWidth)).toBe(0);
  expect((await asked())?.height).toBe(height);
  // With room again, it's as before.
  await page.setViewportSize({ width, height });
  await expect.poll(overflow).toEqual([0, 0]);
  expect(await asked()).toMatchObject({ width, height });
});

test('what had to be scrolled in little room is read from the top with more', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 60 });
  await open(page, 'panel', 'downloads');
  const first = page.getByRole('dialog').locator('li button').first();
  await first.focus();
  const scrolled = () => page.evaluate(() => document.documentElement.scrollTop);
  expect(await scrolled()).toBeGreaterThan(0);
  await page.setViewportSize({ width: 420, height: 240 });
  await expect.poll(scrolled).toBe(0);
  // What has the keyboard is never scrolled away.
  const last = page.getByRole('dialog').locator('li button').last();
  await last.focus();
  await page.setViewportSize({ width: 420, height: 250 });
  await expect(last).toBeInViewport();
  expect(await scrolled()).toBeGreaterThan(0);
});

test('a question that stood over an unreachable page has its own size once the page is back', async ({
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await open(page, 'panel', 'ask-noSignOut');
  const asked = async () => (await calls(page, 'panel_layout')).at(-1);
  await expect.poll(async () => (await asked())?.anchor).toBe('center');
  const alone = await asked();

  await change(page, (snapshot) => {
    const shown = snapshot.windows.find((each) => each.id === 'w1')?.page;
    if (shown) shown.trouble = { kind: 'offline', reason: 'refused', url: shown.url };
    snapshot.notices = [{ id: 1, code: 'sandbox-off', arguments: {}, severity: 'warning' }];
  });
  await expect.poll(async () => (await asked())?.anchor).toBe('fill');
  await expect(page.getByText(/sandbox for pages/)).toBeVisible();

  await change(page, (snapshot) => {
    const shown = snapshot.windows.find((each) => each.id === 'w1')?.page;
    if (shown) shown.trouble = null;
  });
  await expect.poll(asked).toEqual(alone);
  expect(errors).toEqual([]);
});

test('a question that follows another at once is measured for itself', async ({ page }) => {
  await open(page, 'panel', 'ask-signIn');
  const asked = async () => (await calls(page, 'panel_layout')).at(-1);
  await expect.poll(async () => (await asked())?.height).toBeGreaterThan(100);
  const first = await asked();

  await change(page, (snapshot) => {
    const asks = snapshot.windows.find((each) => each.id === 'w1')?.asks ?? [];
    for (const ask of asks) ask.id += 1;
    // Taller than the one before.
    snapshot.language = 'uk';
  });
  await page.getByLabel("Ім'я").or(page.getByLabel('Ім’я')).first().waitFor();
  await expect.poll(async () => (await asked())?.height).toBeGreaterThan(100);
  expect((await asked())?.anchor).toBe(first?.anchor);
});
