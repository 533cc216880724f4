import { expect, test } from '@playwright/test';
import { calls, lastCall, open } from './harness.js';

test('the theme and the language change at once', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByLabel('Appearance').selectOption('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByLabel('Language').selectOption('Українська');
  await expect(page.getByRole('heading', { name: 'Налаштування' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'uk');
});

test('the search leaves what fits, also inside accounts, and says when nothing does', async ({
  page,
}) => {
  await open(page, 'settings', 'three');
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox', { name: 'Search settings' })).toBeFocused();
  await page.keyboard.type('sandbox');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Privacy and safety']);
  await page.getByRole('searchbox').fill('permissions');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Accounts']);
  await page.getByRole('searchbox').fill('qqqq');
  await expect(page.getByText('Nothing here fits “qqqq”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'General' })).toBeVisible();
});

test('a section is gone to, with the focus', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('navigation').getByRole('button', { name: 'Downloads' }).click();
  await expect(page.getByRole('heading', { name: 'Downloads' })).toBeFocused();
});

test('a key is recorded, its conflict told, and the default brought back', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('button', { name: /Change the key for: Print/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('p');
  await expect(page.getByText(/A key needs Ctrl/)).toBeVisible();
  await page.keyboard.press('Control+Shift+A');
  await lastCall(page, 'key_set', { action: 'print', chord: 'Mod+Shift+A' });
  await expect(page.getByText('Also used by: Find an account')).toBeVisible();
  await page.getByRole('button', { name: 'Use the default, Ctrl+P' }).click();
  await lastCall(page, 'key_set', { action: 'print', chord: null });
  await page.getByRole('button', { name: /Change the key for: Print/ }).click();
  await page.keyboard.press('Backspace');
  await lastCall(page, 'key_set', { action: 'print', chord: '' });
});

test('Esc ends recording and changes nothing', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByRole('button', { name: /Change the key for: Print/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /Change the key for: Print/ })).toHaveText(
    'Ctrl+P',
  );
  expect(await calls(page, 'key_set')).toEqual([]);
});

test('keys for other programs are explained where the system has none', async ({ page }) => {
  await open(page, 'settings', 'three');
  await expect(
    page.getByRole('switch', { name: 'Switch accounts from other programs, too' }),
  ).toBeDisabled();
  await expect(page.getByText(/doesn't let programs take keys/)).toBeVisible();
});

test('an account is renamed, recoloured and asked again about a permission', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByText('Acme Agency').click();
  await page.getByLabel('Name in Ninefold').fill('Acme main');
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_rename', { account: 'a1', label: 'Acme main' });
  await page.getByRole('radio', { name: 'Colour #be185d' }).check();
  await lastCall(page, 'account_set_colour', { account: 'a1', colour: '#be185d' });
  await page
    .getByRole('button', { name: 'Ask again about Notifications for https://acme.example' })
    .click();
  await lastCall(page, 'account_revoke_permission', {
    account: 'a1',
    origin: 'https://acme.example',
    permission: 'notifications',
  });
  await page.getByRole('switch', { name: 'Stay signed in after a restart' }).uncheck();
  await lastCall(page, 'account_keep_session', { account: 'a1', keep: false });
});

test('an account deleted here is brought back here', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByText('Delta', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: /Undo/ }).click();
  await lastCall(page, 'account_undo_delete', { account: 'a4' });
});

test('the download folder is kept when the person says so', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByLabel('Folder').fill('/home/olena/CRM');
  expect(await calls(page, 'settings_set')).toEqual([]);
  await page.getByRole('button', { name: 'Use this folder' }).click();
  await expect
    .poll(async () => (await calls(page, 'settings_set'))[0]?.downloadFolder)
    .toBe('/home/olena/CRM');
});
