import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, prove, test } from './server.js';

test.use({
  signUp: 'open',
  settings: { NINEFOLD_REFERRAL: 'true', NINEFOLD_REFERRAL_MINIMUM_PAYOUT: '100' },
});

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

/** Somebody who came by Olena's link, with rewards in every state, of which one is in her wallet. */
const EARNED = `
  UPDATE account SET referral_code = 'ABCDEFGHJK', referral_rules_version = '1', referral_active = 1,
    referral_accepted_at = 1800000000000 WHERE is_operator;
  INSERT INTO account (id, email, email_norm, name, locale, time_zone, status, is_operator, version, created_at,
      updated_at)
    VALUES ('b', 'anna@dovira.example', 'anna@dovira.example', 'Anna', 'en', 'UTC', 'active', 0, 1, 0, 0);
  INSERT INTO referral (id, referrer_account_id, referred_account_id, signed_up_at, first_paid_at, until_at, state,
      version, created_at, updated_at)
    SELECT 'r', id, 'b', 1800000000000, 1800000000000, 1900000000000, 'active', 1, 0, 0 FROM account
    WHERE is_operator;
  INSERT INTO wallet (id, account_id, currency, balance_minor, version, created_at, updated_at)
    SELECT 'w', id, 'EUR', 4000, 1, 0, 0 FROM account WHERE is_operator;
  INSERT INTO ledger_entry (id, wallet_id, kind, amount_minor, currency, reference, note, created_at)
    VALUES ('e', 'w', 'referral_reward', 4000, 'EUR', 'available', '', 1800000000000);
  INSERT INTO referral_reward (id, referral_id, referrer_account_id, charge_entry_id, charged_minor, amount_minor,
      currency, state, available_at, ledger_entry_id, version, created_at, updated_at)
    SELECT state, 'r', id, state, 20000, 4000, 'EUR', state, 1800000000000,
      CASE WHEN state IN ('available', 'reversed') THEN 'e' END, 1, 1800000000000, 0
    FROM account, (SELECT 'held' AS state UNION SELECT 'available' UNION SELECT 'cancelled' UNION SELECT 'reversed')
    WHERE is_operator;`;

test('rules are read and accepted, and then there is a link to copy', async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await page.goto(`${server.url}/account`);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Learn more' }).press('Enter');
  await expect(page).toHaveTitle('Referral programme');
  const link = page.getByRole('group', { name: 'Link', exact: true });
  await expect(page.getByText('You get 20 % of each charge')).toBeVisible();
  await expect(link).toHaveCount(0);
  await expectAccessible(page);
  const activate = page.getByRole('button', { name: 'Activate referral programme' });
  await expect(activate).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('I have read the rules and accept them').press('Space');
  await activate.press('Enter');
  await expect(link).toContainText(`${server.url}/r/`);
  await expect(page.getByText('You accepted version 1')).toBeVisible();
  await expect(page.getByText('Nobody has signed up by your link yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy: Link' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Stop taking part' }).press('Enter');
  const asked = page.getByRole('alertdialog', { name: 'Stop taking part?' });
  await expectAccessible(page);
  await asked.getByRole('button', { name: 'Stop taking part' }).press('Enter');
  await expect(link).toHaveCount(0);
  await expect(activate).toBeVisible();
});

test('whoever follows the link and signs up is seen, as far as that is shown', async ({
  page,
  server,
  browser,
}) => {
  await server.setUp();
  await server.portal(page);
  await page.goto(`${server.url}/account/referral`);
  await page.getByLabel('I have read the rules and accept them').press('Space');
  await page.getByRole('button', { name: 'Activate referral programme' }).press('Enter');
  const link = await page.getByRole('group', { name: 'Link', exact: true }).innerText();

  const other = await browser.newPage();
  await other.goto(link);
  await expect(other).toHaveURL(`${server.url}/sign-up`);
  await other.getByLabel('Your name').fill('Anna Dovira');
  await other.getByLabel('E-mail').fill('anna@dovira.example');
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const code = other.getByLabel('Referral code');
  await expectAccessible(other);
  await code.fill('nonsense');
  await code.press('Enter');
  // The link was followed, so that nobody looks at the code.
  await expect(other.getByText('A letter to anna@dovira.example')).toBeVisible();
  await other.goto(await server.linkFor('anna@dovira.example'));
  await other.getByRole('button', { name: 'Confirm' }).press('Enter');
  await expect(other).toHaveURL(/\/c\//);
  await other.close();

  await page.reload();
  await expect(row(page, 'a•••@d•••.example')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: /^\d{4}-\d\d-\d\d/ })).toHaveCount(1);
});

test('a code that nobody has is said at its field', async ({ page, server }) => {
  await server.setUp();
  await page.goto(`${server.url}/sign-up`);
  await page.getByLabel('Your name').fill('Anna Dovira');
  await page.getByLabel('E-mail').fill('anna@dovira.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const code = page.getByLabel('Referral code');
  await code.fill('nonsense');
  await code.press('Enter');
  await expect(code).toBeFocused();
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test('rewards are shown with their states, and paid out', async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await server.sql(EARNED);
  await page.goto(`${server.url}/account/referral`);
  await expect(row(page, 'a•••@d•••.example')).toContainText('€400.00');
  await expect(row(page, 'Held until')).toContainText('€40.00');
  await expect(row(page, 'Taken back')).toBeVisible();
  await expectAccessible(page);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.getByRole('button', { name: 'Ask for a payout' }).press('Enter');
  const amount = page.getByLabel('Amount (EUR)');
  await expect(amount).toBeFocused();
  for (const [typed, why] of [
    ['0', /above zero/],
    ['0.99', /So little/],
  ] as const) {
    await amount.fill(typed);
    await amount.press('Enter');
    await expect(amount).toHaveAccessibleDescription(why);
  }
  await expectAccessible(page);
  await amount.fill('25');
  await amount.press('Enter');
  await prove(page);
  await expect(row(page, 'Asked for')).toContainText('€25.00');
  await expect(page.getByText('€15.00')).toBeVisible();
  await expectAccessible(page);
});

test('new rules are accepted anew', async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await server.sql(`${EARNED} UPDATE account SET referral_rules_version = '0' WHERE is_operator`);
  await page.goto(`${server.url}/account/referral`);
  await expect(page.getByText('The rules have changed')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('I have read the rules and accept them').press('Space');
  await page.getByRole('button', { name: 'Activate referral programme' }).press('Enter');
  await expect(page.getByText('The rules have changed')).toHaveCount(0);
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`the programme speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    await server.setUp();
    await server.sql(EARNED);
    const page = await browser.newPage({ locale });
    await server.portal(page);
    await page.goto(`${server.url}/account/referral`);
    await expect(row(page, 'a•••@d•••.example')).toBeVisible();
    await expectAccessible(page);
    await page.close();
  });
}

test.describe('without a programme', () => {
  test.use({ settings: {} });
  test('nothing tells of it', async ({ page, server }) => {
    await server.setUp();
    await server.portal(page);
    await page.goto(`${server.url}/account`);
    await expect(page.getByRole('link', { name: 'Balance' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Referral programme' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Learn more' })).toHaveCount(0);
    await page.goto(`${server.url}/sign-up`);
    await expect(page.getByLabel('Your name')).toBeVisible();
    await expect(page.getByLabel('Referral code')).toHaveCount(0);
  });
});
