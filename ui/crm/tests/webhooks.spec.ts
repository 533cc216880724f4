import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const webhooks = (page: Page) => page.getByRole('region', { name: 'Webhooks' });

async function open(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(webhooks(page)).toContainText('Nobody is told what happens here.');
}

async function add(page: Page, url: string): Promise<void> {
  await webhooks(page).getByRole('button', { name: 'Add webhook' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add webhook' });
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByLabel('account.settings_changed').uncheck();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Add webhook' }).press('Enter');
}

async function keepSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'The secret of the webhook' });
  await expectAccessible(page);
  const secret = (await dialog.getByRole('group', { name: 'Secret' }).textContent()) ?? '';
  await dialog.getByRole('button', { name: "I've kept it" }).press('Enter');
  return secret;
}

test('a webhook is added, turned off and on, and taken away by keyboard', async ({
  page,
  server,
}) => {
  await open(page, server);
  await add(page, 'https://receiver.example/hook');
  await prove(page);
  expect(await keepSecret(page)).toMatch(/^whsec_/);
  const row = page.getByRole('article', { name: 'https://receiver.example/hook' });
  await expect(row).toContainText('On · told 9 kinds of events');
  await expectAccessible(page);
  const act = async (name: string) => {
    await row.getByRole('button', { name: 'More about' }).press('Enter');
    await page.getByRole('menuitem', { name }).press('Enter');
  };
  await act('Switch off');
  await expect(row).toContainText('Off');
  await act('Switch on');
  await expect(row).toContainText('On ·');
  await act('New secret…');
  await page.getByRole('button', { name: 'Make new secret' }).press('Enter');
  expect(await keepSecret(page)).toMatch(/^whsec_/);
  await expect(row).toContainText('Signed with both secrets until');
  await act('Remove…');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove', exact: true }).press('Enter');
  await expect(webhooks(page)).toContainText('Nobody is told what happens here.');
});

test('an address of the server’s own network is refused in its field', async ({ page, server }) => {
  await open(page, server);
  await add(page, 'https://10.0.0.1/hook');
  await prove(page);
  const field = page.getByRole('dialog').getByLabel('Address');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test('what was sent is listed with its body and its answer', async ({ page, server }) => {
  await open(page, server);
  await add(page, 'https://receiver.invalid/hook');
  await prove(page);
  await keepSecret(page);
  const row = page.getByRole('article', { name: 'https://receiver.invalid/hook' });
  await row.getByRole('button', { name: 'Send test' }).press('Enter');
  await expect(page.getByText('A test is on its way.')).toBeVisible();
  await row.getByRole('button', { name: 'Deliveries' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Deliveries' });
  await expect(dialog).toContainText('webhook.test');
  await expect(async () => {
    await dialog.getByRole('button', { name: 'Look again' }).press('Enter');
    await expect(dialog).toContainText('Next attempt', { timeout: 500 });
  }).toPass();
  await dialog.getByText('Body and answer').press('Enter');
  await expect(dialog).toContainText('"type":"webhook.test"');
  await expectAccessible(page);
});
