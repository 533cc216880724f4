import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, prove, test } from './server.js';

const OLD = 'olena@acme.example';
const NEW = 'olena.koval@acme.example';
const STEP_UP_IS_OVER = 'UPDATE session SET step_up_at = NULL';

test.beforeEach(async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
});

/** Asks for the new address, in the section that the page has for that. */
async function ask(page: Page, email: string): Promise<void> {
  const section = page.getByRole('region', { name: 'E-mail', exact: true });
  await section.getByLabel('New e-mail').fill(email);
  await page.keyboard.press('Enter');
}

test('the address of an account is changed, and changed back', async ({ page, server }) => {
  await server.sql(STEP_UP_IS_OVER);
  await page.goto(`${server.url}/account/settings`);
  const field = page.getByLabel('New e-mail');
  await ask(page, OLD);
  await prove(page);
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/This can't be right/);
  await expectAccessible(page);
  await ask(page, NEW);
  await expect(page.getByRole('status').filter({ hasText: NEW })).toBeVisible();
  await expect(field).toHaveValue('');
  await expectAccessible(page);
  const wayBack = await server.linkFor(OLD);

  await page.goto(await server.linkFor(NEW));
  await expect(page).toHaveTitle('Confirm your new address');
  await expect(page).toHaveURL(`${server.url}/email/confirm`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Confirm' }).press('Enter');
  await expect(page.getByRole('status')).toContainText('E-mail changed');
  await expectAccessible(page);
  await page.goto(`${server.url}/account/settings`);
  await expect(page.getByRole('definition')).toContainText(['Olena Koval', NEW]);

  await page.goto(wayBack);
  await expect(page).toHaveTitle('Keep your address');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Keep this address' }).press('Enter');
  await expect(page.getByRole('status')).toContainText('Your address is kept');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Set a new password' }).click();
  await expect(page).toHaveURL(`${server.url}/forgot-password`);
  await page.goto(`${server.url}/account`);
  await expect(page, 'every session is over').toHaveURL(`${server.url}/sign-in`);
  await page.context().clearCookies();
  await page.reload();
  await page.getByLabel('E-mail').fill(OLD);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Account portal' })).toBeVisible();

  await page.goto(wayBack);
  await page.getByRole('button', { name: 'Keep this address' }).click();
  await expect(page.getByRole('alert')).toContainText("This doesn't work any more");
});

test('a user changes the address that they have in a CRM', async ({ page, server }) => {
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Enter Acme Agency' }).click();
  await expect(page).toHaveTitle('Acme Agency');
  await ask(page, NEW);
  await prove(page);
  await expect(page.getByRole('status').filter({ hasText: NEW })).toBeVisible();
  await expectAccessible(page);
  await page.goto(await server.linkFor(NEW));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('status')).toContainText('E-mail changed');
  await page.goto(`${server.url}/c/acme-agency/`);
  await expect(page.getByRole('definition')).toContainText(['Olena Koval', '@olena', NEW]);
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`the letters' pages speak the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    for (const path of ['/email/confirm', '/email/undo', '/account-link/undo']) {
      await page.goto(`${server.url}${path}#ticket=x`);
      await page.getByRole('button').click();
      await expect(page.getByRole('alert')).not.toBeEmpty();
      await expectAccessible(page);
    }
    await page.close();
  });
}
