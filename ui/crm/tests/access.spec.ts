import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, prove, test } from './server.js';

const OWN = 'nine purple balloons';
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test.beforeEach(async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Enter Acme Agency' }).click();
  await expect(page).toHaveTitle('Acme Agency');
});

test('an owner takes a password of her own, and the account’s again', async ({ page, server }) => {
  const password = region(page, 'Password');
  await expect(password).toContainText("This is your account's password");
  await expect(region(page, 'Connect to account')).toContainText('olena@acme.example');
  await expect(region(page, 'Connect to account')).toContainText('You own this CRM');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use a password of my own…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Use a password of your own' });
  const wanted = dialog.getByLabel('New password', { exact: true });
  await wanted.fill('too short');
  await dialog.getByLabel('New password again').fill('too short');
  await page.keyboard.press('Enter');
  await expect(wanted).toHaveAccessibleDescription(/At least 15 characters\.$/);
  await expectAccessible(page);
  await wanted.fill(OWN);
  await dialog.getByLabel('New password again').fill(OWN);
  await page.keyboard.press('Enter');
  await prove(page);
  await expect(dialog).toBeHidden();
  await expect(password).toBeFocused();
  await expect(password).not.toContainText("This is your account's password");
  await expectAccessible(page);

  const signIn = { address: 'acme-agency', login: 'olena', password: OWN };
  const answer = await page.request.post(`${server.url}/api/v1/sign-in`, { data: signIn });
  expect(answer.status()).toBe(200);

  await page.reload();
  await page.getByRole('button', { name: "Use my account's password…" }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(password).toBeFocused();
  await expect(password).toContainText("This is your account's password");
  const old = await page.request.post(`${server.url}/api/v1/sign-in`, { data: signIn });
  expect(old.status()).toBe(401);
  const back = { ...signIn, password: PASSWORD };
  const again = await page.request.post(`${server.url}/api/v1/sign-in`, { data: back });
  expect(again.status()).toBe(200);
});

test('a colleague disconnects her account', async ({ page, server }) => {
  await server.sql("UPDATE crm_user SET role = 'admin'");
  await page.reload();
  const connect = region(page, 'Connect to account');
  await expect(connect).toContainText('use a password of your own first');
  await expect(page.getByRole('button', { name: 'Disconnect…' })).toHaveCount(0);
  await server.sql("UPDATE crm_user SET credential_source = 'own'");
  await server.sql('UPDATE session SET step_up_at = auth_at');
  await page.reload();
  await page.getByRole('button', { name: 'Disconnect…' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(connect).toBeFocused();
  await expect(connect.getByRole('button', { name: 'Get a code' })).toBeVisible();
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole('heading', { name: 'You have no CRM yet' })).toBeVisible();
});

test('a letter takes the account’s password back', async ({ page, server }) => {
  await server.sql("UPDATE crm_user SET role = 'admin', credential_source = 'own'");
  await server.sql('UPDATE session SET step_up_at = auth_at');
  await page.reload();
  await page.getByRole('button', { name: "Use my account's password…" }).click();
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(region(page, 'Password')).toContainText("This is your account's password");
  const wayBack = await server.linkFor('olena@acme.example');
  await page.goto(wayBack);
  await expect(page).toHaveTitle('End the connection with the account');
  await expect(page).toHaveURL(`${server.url}/account-link/undo`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'End the connection' }).press('Enter');
  await expect(page.getByRole('status')).toContainText('The connection is ended');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Set a new password' }).click();
  await expect(page).toHaveURL(`${server.url}/forgot-password`);
  await page.goto(`${server.url}/c/acme-agency/`);
  const signIn = `${server.url}/c/acme-agency/sign-in?return=/c/acme-agency/`;
  await expect(page, 'every session is over').toHaveURL(signIn);
});
