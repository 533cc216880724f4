import { expect, test } from '@playwright/test';
import { calls, change, lastCall, open } from './harness.js';

test('the current account is checked and has the focus; Esc closes', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  const current = page.getByRole('menuitemradio', { name: 'Acme Agency' });
  await expect(current).toBeFocused();
  await expect(current).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('Escape');
  await lastCall(page, 'panel_close', {});
});

test('arrows, Home, End and letters move; Enter switches', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Sign out of Acme Agency' })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('d');
  await expect(page.getByRole('menuitemradio', { name: 'Delta, disconnected' })).toBeFocused();
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a4' });
});

test('the right arrow shows what else can be done, the left one goes back to the same line', async ({
  page,
}) => {
  await open(page, 'panel', 'panel-menu');
  await expect(page.getByRole('menuitemradio', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menu', { name: 'Berry Ltd: actions' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('menuitemradio', { name: /Berry Ltd/ })).toBeFocused();
  expect(await calls(page, 'panel_close')).toEqual([]);
});

test('a check item stays open, deleting offers undo', async ({ page }) => {
  await open(page, 'panel', 'panel-menu');
  await page.getByRole('menuitem', { name: 'More for Berry Ltd' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Mute notifications' }).click();
  await lastCall(page, 'account_mute', { account: 'a2', muted: true });
  await expect(page.getByRole('menuitemcheckbox', { name: 'Mute notifications' })).toHaveAttribute(
    'aria-checked',
    'true',
  );
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await lastCall(page, 'account_delete', { account: 'a2', signOut: false });
  await expect(page.getByText(/Berry Ltd will be deleted in \d+/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await lastCall(page, 'account_undo_delete', { account: 'a2' });
});

test('deleting with signing out first says so', async ({ page }) => {
  await open(page, 'panel', 'panel-accountMenu');
  await page.getByRole('menuitem', { name: 'Sign out at the server, then delete' }).click();
  await lastCall(page, 'account_delete', { account: 'a2', signOut: true });
});

test('a click beside the menu closes it, where there is room beside it', async ({ page }) => {
  await open(page, 'panel', 'closed');
  await change(page, (snapshot) => {
    snapshot.windows[0]!.panel = { kind: 'menu' };
  });
  await expect(page.getByRole('menu')).toBeVisible();
  await page.mouse.click(100, 500);
  await lastCall(page, 'panel_close', {});
});

test('fifty accounts are filtered, also by a word in the wrong layout', async ({ page }) => {
  await open(page, 'panel', 'fifty-menu');
  const filter = page.getByRole('searchbox', { name: 'Filter accounts' });
  await expect(filter).toBeFocused();
  await filter.fill('kmdsd');
  await expect(page.getByRole('menuitemradio')).toHaveCount(5);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'Львів 2', exact: true })).toBeFocused();
  await filter.fill('zzzz');
  await expect(page.getByText('No account fits “zzzz”.')).toBeVisible();
});

test('workspaces are opened, saved and deleted by keyboard', async ({ page }) => {
  await open(page, 'panel', 'workspaces');
  await page.getByRole('menuitem', { name: 'Workspaces' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Tuesday');
  await page.keyboard.press('Enter');
  await lastCall(page, 'workspace_save', { name: 'Tuesday' });
  await page.getByRole('menuitem', { name: 'Delete workspace Support' }).click();
  await lastCall(page, 'workspace_delete', { workspace: 's2' });
  await page.getByRole('menuitem', { name: 'Monday billing, 3 accounts' }).click();
  await lastCall(page, 'workspace_open', { workspace: 's1' });
});

test('name, colour and picture are saved together', async ({ page }) => {
  await open(page, 'panel', 'panel-rename');
  await page.keyboard.type('Acme two');
  await page.getByRole('radio', { name: 'Colour #7c3aed' }).check();
  await page.setInputFiles('input[type=file]', {
    name: 'dot.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  });
  await expect(page.getByRole('button', { name: 'Use initials' })).toBeVisible();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await lastCall(page, 'account_rename', { account: 'a1', label: 'Acme two' });
  await lastCall(page, 'account_set_colour', { account: 'a1', colour: '#7c3aed' });
  const [picture] = await calls(page, 'account_set_picture');
  expect(picture?.picture).toMatch(/^iVBOR/);
  await lastCall(page, 'panel_close', {});
});

test('a file that is no picture is refused', async ({ page }) => {
  await open(page, 'panel', 'panel-rename');
  await page.setInputFiles('input[type=file]', {
    name: 'x.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not a picture'),
  });
  await expect(page.getByRole('alert')).toContainText("can't be read as a picture");
});
