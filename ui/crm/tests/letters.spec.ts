import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, test } from './server.js';

const NEW = 'eight yellow submarines';

test('a forgotten password is set anew by the link of a letter', async ({ page, server }) => {
  await server.setUp();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page).toHaveTitle('Set a new password');
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill('olena@acme.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('Look into your mailbox');
  await expectAccessible(page);

  await page.goto(await server.linkFor('olena@acme.example'));
  await expect(page).toHaveURL(`${server.url}/reset-password`);
  const password = page.getByLabel('New password', { exact: true });
  await password.fill('too short');
  await page.getByLabel('New password again').fill('too short');
  await page.keyboard.press('Enter');
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(/At least 15 characters\./);
  await expectAccessible(page);
  await password.fill(NEW);
  await page.getByLabel('New password again').fill(`${NEW}!`);
  await page.keyboard.press('Enter');
  const again = page.getByLabel('New password again');
  await expect(again).toHaveAccessibleDescription("This isn't the same password.");
  await again.fill(NEW);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('Your password is set');

  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill('olena@acme.example');
  await page.getByLabel('Password', { exact: true }).fill(NEW);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Acme Agency' })).toBeVisible();
});

test('a link that was used says so and leads to the next one', async ({ page, server }) => {
  await server.setUp();
  await page.goto(`${server.url}/reset-password#ticket=used`);
  await page.getByLabel('New password', { exact: true }).fill(NEW);
  await page.getByLabel('New password again').fill(NEW);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText("doesn't work any more");
  await page.getByRole('link', { name: 'Ask for another link' }).click();
  await expect(page).toHaveURL(`${server.url}/forgot-password`);
});

/** Invites somebody, as who is signed in to the CRM. */
async function invite(page: Page, email: string): Promise<void> {
  const status = await page.evaluate(async (email) => {
    const session = await fetch('/api/v1/c/acme-agency/session');
    const { csrf } = (await session.json()) as { csrf: string };
    const response = await fetch('/api/v1/c/acme-agency/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ emails: [email], role: 'member' }),
    });
    return response.status;
  }, email);
  expect(status).toBe(200);
}

test('an invited person joins with a password of their own', async ({ page, server, browser }) => {
  await page.goto(await server.setUp());
  await expect(page).toHaveTitle('Acme Agency');
  await invite(page, 'ihor@acme.example');
  const link = await server.linkFor('ihor@acme.example');

  const context = await browser.newContext();
  const ihor = await context.newPage();
  await ihor.goto(link);
  await expect(ihor).toHaveTitle('Join Acme Agency');
  await expect(ihor.getByText('Olena Koval invites ihor@acme.example')).toBeVisible();
  await expectAccessible(ihor);
  await ihor.getByLabel('Username (optional)').fill('olena');
  await ihor.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await ihor.getByRole('button', { name: 'Join' }).click();
  await expect(ihor.getByLabel('First name')).toBeFocused();
  await ihor.getByLabel('First name').fill('Ihor');
  await ihor.keyboard.press('Enter');
  const username = ihor.getByLabel('Username (optional)');
  await expect(username).toHaveAccessibleDescription(/is taken/);
  await expectAccessible(ihor);
  await username.fill('');
  await ihor.keyboard.press('Enter');
  await expect(ihor).toHaveURL(`${server.url}/c/acme-agency/`);
  await expect(ihor.getByRole('definition')).toContainText(['@ihor']);
  await context.close();
});

test('an invitation that is void says so', async ({ page, server }) => {
  await server.setUp();
  await page.goto(`${server.url}/invitation#ticket=void`);
  await expect(page.getByRole('alert')).toContainText("This invitation doesn't work any more");
  await expectAccessible(page);
});
