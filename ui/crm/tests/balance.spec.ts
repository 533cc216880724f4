import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test } from './server.js';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test.beforeEach(async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
});

async function topUp(page: Page, payee: string, amount: string, reference: string): Promise<void> {
  await page.getByLabel('CRM or account').fill(payee);
  await page.getByLabel('Amount (EUR)').fill(amount);
  await page.getByLabel('Invoice or payment number').fill(reference);
  await page.keyboard.press('Enter');
}

test('the operator adds money, and it is moved to a CRM and read', async ({ page, server }) => {
  await page.goto(`${server.url}/account`);
  await page.getByRole('link', { name: 'Server' }).press('Enter');
  await expect(page).toHaveTitle('Server');
  await expect(page.getByText('Nothing failed.')).toBeVisible();
  await expectAccessible(page);
  await topUp(page, 'nowhere', '1', 'x');
  const payee = page.getByLabel('CRM or account');
  await expect(payee).toBeFocused();
  await expect(payee).toHaveAccessibleDescription(/There is nothing here/);
  await topUp(page, 'olena@acme.example', '0', 'INV-1');
  await expect(page.getByLabel('Amount (EUR)')).toHaveAccessibleDescription(/above zero/);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await topUp(page, 'olena@acme.example', '20,00', 'INV-1');
  await prove(page);
  await expect(page.getByRole('status').filter({ hasText: '€20.00' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Balance', exact: true }).press('Enter');
  await expect(row(page, 'Your wallet')).toContainText('€20.00');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Transfer to Acme Agency' }).press('Enter');
  const amount = page.getByLabel('Amount (EUR)');
  await expect(amount).toBeFocused();
  await page.keyboard.type('20.01');
  await page.keyboard.press('Enter');
  await expect(amount).toHaveAccessibleDescription(/The wallet has less than that/);
  await expectAccessible(page);
  await amount.fill('12.50');
  await page.keyboard.press('Enter');
  // The history names it, too.
  await expect(page.getByRole('row', { name: /^Acme Agency/ })).toContainText('€12.50');
  await expect(row(page, 'Your wallet')).toContainText('€7.50');
  await expect(row(page, 'Transfer out')).toContainText('-€12.50');
});

test('a history is filtered, continued and downloaded', async ({ page, server }) => {
  const entries = Array.from({ length: 60 }, (_, n) => {
    const id = `00000000-0000-7000-8000-0000000000${String(n + 10)}`;
    return `INSERT INTO ledger_entry SELECT '${id}', id, '${n % 2 ? 'charge' : 'top_up'}', ${String(n)}, 'EUR',
      'r${String(n)}', NULL, NULL, '<b>note ${String(n)}</b>', NULL, 'Acme', 1800000000000 FROM wallet`;
  });
  await server.sql(entries.join(';'));
  await page.goto(`${server.url}/account/balance`);
  await expect(page.getByRole('row')).toHaveCount(3 + 1 + 50);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(page.getByRole('row')).toHaveCount(3 + 1 + 61);
  await page.getByLabel('What it was').selectOption('Charge');
  await expect(page.getByRole('row')).toHaveCount(3 + 1 + 30);
  await expect(row(page, '<b>note 59</b>')).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('balance.csv');
  const text = await readFile(await download.path(), 'utf8');
  expect(text.trim().split('\r\n')).toHaveLength(31);
  await page.getByLabel('From').fill('2027-01-16');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing has moved' })).toBeVisible();
  await expectAccessible(page);
});

test('work that failed is shown and set going again', async ({ page, server }) => {
  await server.sql(`INSERT INTO job VALUES ('dead', 'default', 'later', NULL, '{}', 0, 0, 8, 8, 'dead', NULL, NULL,
    NULL, 'The disk is full', 1800000000000, 0)`);
  await page.goto(`${server.url}/account/operator`);
  await expect(row(page, 'later')).toContainText('The disk is full');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run again: later' }).press('Enter');
  await expect(page.getByText('Nothing failed.')).toBeVisible();
});

test('whoever does not run the server has no pages for that', async ({ page, server }) => {
  await server.sql('UPDATE account SET is_operator = 0');
  await page.goto(`${server.url}/account/operator`);
  await expect(page.getByText('These pages are for whoever runs the server.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Server' })).toHaveCount(0);
  await expectAccessible(page);
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`balances speak the reader's language: ${locale}`, async ({ server, browser }) => {
    await server.sql("UPDATE crm SET standing = 'overdue', billing_day = '2027-02-01'");
    const page = await browser.newPage({ locale });
    await server.portal(page);
    for (const path of ['balance', 'operator']) {
      await page.goto(`${server.url}/account/${path}`);
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await expectAccessible(page);
    }
    await page.close();
  });
}
