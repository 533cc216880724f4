import { expect, test } from '@playwright/test';
import { calls, change, lastCall, open } from './harness.js';

test('a click opens the account; the new one itself is not offered', async ({ page }) => {
  await open(page, 'panel', 'login');
  const picker = page.getByRole('region', { name: 'Your accounts' });
  // Five accounts, and the button that hides it.
  await expect(picker.getByRole('button')).toHaveCount(6);
  await picker.getByRole('button', { name: 'Delta disconnected' }).click();
  await lastCall(page, 'account_open', { account: 'a4' });
});

test('arrows walk over the accounts', async ({ page }) => {
  await open(page, 'panel', 'login');
  await page.getByRole('button', { name: 'Acme Agency' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /Berry/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a2' });
});

test('given the keyboard, it shows where that is, and takes it from nothing', async ({ page }) => {
  await open(page, 'panel', 'login');
  const first = page.getByRole('button', { name: 'Acme Agency' });
  await expect(first).toBeVisible();
  // As the program gives it: a page in front always has the focus.
  const given = () => page.evaluate(() => window.dispatchEvent(new FocusEvent('focus')));
  await given();
  await expect(first).toBeFocused();
  expect(await first.evaluate((node) => node.matches(':focus-visible'))).toBe(true);
  await page.keyboard.press('ArrowDown');
  await given();
  await expect(page.getByRole('button', { name: /Berry/ })).toBeFocused();
});

test('it asks for the room it takes, in the corner, without the keyboard', async ({ page }) => {
  await open(page, 'panel', 'login');
  await expect.poll(() => calls(page, 'panel_layout')).not.toHaveLength(0);
  const layout = (await calls(page, 'panel_layout')).at(-1);
  expect(layout).toMatchObject({ anchor: 'topRight', focus: false });
  expect(layout?.width).toBeGreaterThan(280);
  expect(layout?.height).toBeGreaterThan(200);
});

test('where it would cover the form it is a row of avatars, with their names', async ({ page }) => {
  await open(page, 'panel', 'login-covered');
  await expect(page.getByRole('button', { name: 'Acme Agency' })).toBeVisible();
  await expect(page.getByText('olena@acme.example')).toHaveCount(0);
  await expect
    .poll(async () => (await calls(page, 'panel_layout')).at(-1)?.height)
    .toBeLessThan(80);
});

test('what waits for the person is said below it, and makes it no wider', async ({ page }) => {
  const width = async () => (await calls(page, 'panel_layout')).at(-1)?.width;
  await open(page, 'panel', 'login');
  await expect.poll(width).toBeGreaterThan(280);
  const alone = await width();
  await open(page, 'panel', 'login-locked');
  await expect(page.getByRole('region', { name: 'Your accounts' })).toBeVisible();
  await expect.poll(width).toBe(alone);
  await page.getByRole('button', { name: 'Open settings' }).click();
  await lastCall(page, 'settings_open', {});
});

test('hidden, it stays away for this page and comes back with the next login page', async ({
  page,
}) => {
  await open(page, 'panel', 'login');
  await page.getByRole('button', { name: 'Hide until the next login page' }).click();
  await lastCall(page, 'panel_layout', {
    anchor: 'hidden',
    width: 0,
    height: 0,
    x: 0,
    focus: false,
  });
  await change(page, (snapshot) => {
    snapshot.windows[0]!.page!.title = 'Wrong password';
  });
  await expect(page.getByRole('region', { name: 'Your accounts' })).toHaveCount(0);
  await change(page, (snapshot) => {
    snapshot.windows[0]!.page!.login = false;
  });
  await change(page, (snapshot) => {
    snapshot.windows[0]!.page!.login = true;
  });
  await expect(page.getByRole('region', { name: 'Your accounts' })).toBeVisible();
});
