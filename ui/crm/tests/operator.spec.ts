import type { Page } from '@playwright/test';
import { expect, expectAccessible, prove, test } from './server.js';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test.beforeEach(async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
});

/** Somebody who waits for two payouts. */
const WAITING = `
  INSERT INTO account (id, email, email_norm, name, locale, time_zone, status, is_operator, version, created_at,
      updated_at)
    VALUES ('b', 'anna@dovira.example', 'anna@dovira.example', 'Anna', 'en', 'UTC', 'active', 0, 1, 0, 0);
  INSERT INTO wallet (id, account_id, currency, balance_minor, version, created_at, updated_at)
    VALUES ('w', 'b', 'EUR', 0, 1, 0, 0);
  INSERT INTO payout (id, account_id, amount_minor, currency, state, reference, version, created_at, updated_at)
    VALUES ('p1', 'b', 6000, 'EUR', 'requested', '', 1, 1800000000000, 0),
      ('p2', 'b', 7000, 'EUR', 'requested', '', 1, 1800000000000, 0);`;

test('payouts are noted as sent or rejected', async ({ page, server }) => {
  await page.goto(`${server.url}/account/operator`);
  await expect(page.getByText('Nobody waits for a payout.')).toBeVisible();
  await server.sql(WAITING);
  await page.reload();
  await expect(row(page, 'anna@dovira.example')).toHaveCount(2);
  await expectAccessible(page);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page
    .getByRole('button', { name: 'Note €60.00 to anna@dovira.example as sent' })
    .press('Enter');
  const paid = page.getByRole('dialog', { name: 'Was €60.00 sent?' });
  const reference = paid.getByLabel('Number of the transfer');
  await expect(reference).toBeFocused();
  await expectAccessible(page);
  await reference.fill(' ');
  await reference.press('Enter');
  await expect(reference).toHaveAttribute('aria-invalid', 'true');
  await reference.fill('SEPA-1');
  await reference.press('Enter');
  await prove(page);
  await expect(page.getByRole('status').filter({ hasText: '€60.00 to anna@' })).toHaveCount(1);
  await expect(row(page, 'anna@dovira.example')).toHaveCount(1);

  await page.getByRole('button', { name: 'Reject €70.00 to anna@dovira.example' }).press('Enter');
  const rejected = page.getByRole('dialog', { name: 'Reject €70.00?' });
  // Somebody else was faster.
  await server.sql("UPDATE payout SET state = 'paid' WHERE id = 'p2'");
  await rejected.getByLabel('Reason').fill('No account is given');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'decided before' })).toHaveCount(1);
  await expect(page.getByText('Nobody waits for a payout.')).toBeVisible();
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`what the operator does speaks the reader's language: ${locale}`, async ({
    server,
    browser,
  }) => {
    await server.sql(WAITING);
    const page = await browser.newPage({ locale });
    await server.portal(page);
    await page.goto(`${server.url}/account/operator`);
    await expect(row(page, 'anna@dovira.example')).toHaveCount(2);
    await expectAccessible(page);
    await page.close();
  });
}
