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

/** Two letters that haven't gone: one for good, one for an hour. */
const LETTERS = `
  INSERT INTO outbox (id, recipient, locale, letter, kind, state, attempts, next_at, error, created_at)
    VALUES ('l1', 'anna@dovira.example', 'en', '{}', 'sign_up', 'failed', 8, 1800000000000, '550 No such mailbox',
        1800000000000),
      ('l2', 'ihor@berry.example', 'en', '{}', 'sign_up', 'ready', 1, 4000000000000, '421 Try again', 1800000000000);`;

test('payouts are noted as sent or rejected', async ({ page, server }) => {
  await page.goto(`${server.url}/account/operator`);
  await expect(page.getByText('Nobody waits for a payout.')).toBeVisible();
  await server.sql(WAITING);
  await page.reload();
  await expect(row(page, 'anna@dovira.example')).toHaveCount(2);
  await expectAccessible(page);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page
    .getByRole('button', { name: 'Note as sent: €60.00 to anna@dovira.example' })
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
  await server.sql("UPDATE payout SET state = 'paid', decided_at = 1 WHERE id = 'p2'");
  await rejected.getByLabel('Reason').fill('No account is given');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'decided before' })).toHaveCount(1);
  await expect(page.getByText('Nobody waits for a payout.')).toBeVisible();
});

/** A CRM that was charged. */
const CHARGED = `
  INSERT INTO ledger_entry SELECT 'c', id, 'charge', -900, 'EUR', 'c', NULL, NULL, '', NULL, 'Acme Agency',
    1800000000000 FROM wallet WHERE crm_id = (SELECT id FROM crm WHERE slug = 'acme-agency');
  UPDATE wallet SET balance_minor = -900 WHERE id = (SELECT wallet_id FROM ledger_entry WHERE id = 'c');`;

test('CRMs are found from outside, and lead to their balances', async ({ page, server }) => {
  await server.create(page, 'Dovira');
  await server.sql(
    `${CHARGED} UPDATE crm SET status = 'deletion_scheduled', delete_at = 1800000000000 WHERE slug = 'dovira'`,
  );
  await page.goto(`${server.url}/account/operator`);
  await page
    .getByRole('navigation', { name: 'Server' })
    .getByRole('link', { name: 'CRMs' })
    .press('Enter');
  await expect(row(page, 'Dovira')).toContainText('Scheduled for deletion');
  await expect(row(page, 'Acme Agency')).toContainText('olena@acme.example');
  await expectAccessible(page);
  const search = page.getByLabel('Name, address or owner');
  await search.fill('nothing');
  await search.press('Enter');
  await expect(page.getByText('No CRM fits.')).toBeVisible();
  // The owner's address has "acme" in it, too.
  await search.fill('AGENCY');
  await search.press('Enter');
  await expect(row(page, 'Acme Agency')).toBeVisible();
  await expect(row(page, 'Dovira')).toHaveCount(0);
  await page.getByRole('link', { name: '-€9.00: balance of Acme Agency' }).press('Enter');

  await expect(row(page, 'Charge')).toContainText('-€9.00');
  await expectAccessible(page);
});

test('a charge is given back, and an entry put right', async ({ page, server }) => {
  await server.sql(CHARGED);
  await page.goto(`${server.url}/account/operator/balances?of=acme-agency`);
  const charge = row(page, 'Charge');
  await server.sql('UPDATE session SET step_up_at = NULL');
  await charge.getByRole('button', { name: 'Give back: Charge, -€9.00' }).press('Enter');
  const refund = page.getByRole('alertdialog', { name: 'Give €9.00 back?' });
  await expectAccessible(page);
  await refund.getByRole('button', { name: 'Give back' }).press('Enter');
  await prove(page);
  await expect(row(page, 'Refund')).toContainText('€9.00');
  await expect(page.getByRole('button', { name: /^Give back/ })).toHaveCount(0);
  await expect(page.getByRole('definition').filter({ hasText: '€0.00' })).toBeVisible();

  await page.getByRole('button', { name: 'Correct: Refund, €9.00' }).press('Enter');
  const correct = page.getByRole('dialog', { name: 'Correct an entry' });
  await correct.getByLabel('Amount (EUR)').fill('0');
  await correct.getByLabel('Reason').fill('Typed wrong');
  await correct.getByLabel('Reason').press('Enter');
  await expect(correct.getByLabel('Amount (EUR)')).toHaveAccessibleDescription(/above zero/);
  await expectAccessible(page);
  await correct.getByLabel('Take away').check();
  await correct.getByLabel('Amount (EUR)').fill('2.50');
  await correct.getByLabel('Amount (EUR)').press('Enter');
  await expect(row(page, 'Correction')).toContainText('-€2.50');
  await expect(row(page, 'Correction')).toContainText('Typed wrong');

  const holder = page.getByLabel('CRM or account');
  await holder.fill('nobody@acme.example');
  await holder.press('Enter');
  await expect(holder).toHaveAccessibleDescription(/There is nothing here/);
  await holder.fill('olena@acme.example');
  await holder.press('Enter');
  await expect(page.getByText('Nothing has moved that balance.')).toBeVisible();
});

test('letters that do not go are shown and sent again', async ({ page, server }) => {
  await page.goto(`${server.url}/account/operator`);
  await expect(page.getByText('No letter waits.')).toBeVisible();
  await server.sql(LETTERS);
  await page.reload();
  await expect(page.getByText('Failed: 1, waiting: 1.')).toBeVisible();
  await expect(row(page, 'anna@dovira.example')).toContainText('550 No such mailbox');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send again: anna@dovira.example' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'is tried again' })).toHaveCount(1);
  await expect(row(page, 'anna@dovira.example')).toHaveCount(0);
});

test.describe('with a programme', () => {
  test.use({ settings: { NINEFOLD_REFERRAL: 'true', NINEFOLD_PRICE: '1250' } });
  test('what the server was started with is read', async ({ page, server }) => {
    await page.goto(`${server.url}/account/operator/settings`);
    const values = page.getByRole('definition');
    await expect(values.filter({ hasText: '€12.50' })).toBeVisible();
    await expect(values.filter({ hasText: '20 %' })).toBeVisible();
    await expectAccessible(page);
  });
});

test('whoever does not run the server gets none of its pages', async ({ page, server }) => {
  await server.sql('UPDATE account SET is_operator = 0');
  for (const path of ['', '/crms', '/settings', '/balances?of=acme-agency']) {
    await page.goto(`${server.url}/account/operator${path}`);
    await expect(page.getByText('These pages are for whoever runs the server.')).toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(0);
  }
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`what the operator does speaks the reader's language: ${locale}`, async ({
    server,
    browser,
  }) => {
    await server.sql(WAITING + LETTERS);
    const page = await browser.newPage({ locale });
    await server.portal(page);
    await page.goto(`${server.url}/account/operator/settings`);
    await expect(page.getByRole('definition').first()).toBeVisible();
    await expectAccessible(page);
    for (const path of ['', '/crms', '/balances?of=acme-agency']) {
      await page.goto(`${server.url}/account/operator${path}`);
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await expectAccessible(page);
    }
    await page.close();
  });
}
