import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test } from './server.js';

const EMAIL = 'olena@acme.example';
/** The CRM and the server belong to somebody else. */
const OWNS_NOTHING = `INSERT INTO account (id, email, email_norm, name, locale, time_zone, status, is_operator, version,
    created_at, updated_at) SELECT 'other', 'other@acme.example', 'other@acme.example', name, locale, time_zone,
    status, 1, 1, 0, 0 FROM account;
  UPDATE account SET is_operator = 0 WHERE id <> 'other';
  UPDATE crm SET owner_account_id = 'other'; UPDATE crm_user SET role = 'admin', email = 'user@acme.example'`;
const WALLET = `INSERT INTO wallet SELECT 'w', id, NULL, 'EUR', 1250, 1, 0, 0, NULL, NULL
  FROM account WHERE id <> 'other'`;
const section = (page: Page) => page.getByRole('region', { name: 'Close account', exact: true });

test.beforeEach(async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
});

test('what stands in the way is said', async ({ page, server }) => {
  await page.goto(`${server.url}/account/settings`);
  await expect(section(page).getByRole('listitem')).toHaveText([
    'You run this server with it.',
    'You own Acme Agency. Delete it first, and wait until it is gone for good.',
  ]);
  await expect(section(page).getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
});

test('an account is closed and brought back', async ({ page, server }) => {
  await server.sql(OWNS_NOTHING);
  await server.sql(WALLET);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(`${server.url}/account/settings`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close account…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Close your account?' });
  await expect(dialog.getByRole('listitem').nth(2)).toContainText('Acme Agency');
  const action = dialog.getByRole('button', { name: 'Close account' });
  await expect(action).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: /12\.50/ }).check();
  await action.click();
  await prove(page);
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  await page.goto(`${server.url}/account`);
  await expect(page).toHaveURL(`${server.url}/sign-in`);

  await page.goto(await server.linkFor(EMAIL));
  await expect(page).toHaveTitle('Bring your account back');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Bring it back' }).press('Enter');
  await expect(page.getByRole('status')).toContainText('Your account is back');
  await expectAccessible(page);
  await server.portal(page);
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole('heading', { name: 'You have no CRM yet' })).toBeVisible();
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`closing speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    await server.sql(OWNS_NOTHING);
    const page = await browser.newPage({ locale });
    await server.portal(page);
    await page.goto(`${server.url}/account/settings`);
    await page.locator('#close').getByRole('button').click();
    await expect(page.getByRole('alertdialog').getByRole('listitem')).toHaveCount(3);
    await expectAccessible(page);
    await page.goto(`${server.url}/reopen-account#ticket=x`);
    await page.getByRole('button').click();
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await expectAccessible(page);
    await page.close();
  });
}
