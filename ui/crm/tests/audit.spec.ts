import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, test } from './server.js';

const HOME = '/c/acme-agency/';
const AUDIT = '/c/acme-agency/audit';
const rows = (page: Page) => page.getByRole('table').locator('tbody tr');
const row = (page: Page, text: string) => rows(page).filter({ hasText: text });

/** So many attempts of somebody to sign in, the first ones first, as the service would have written them down. */
function attempts(count: number, at: 'crm' | 'account' = 'crm'): string {
  return `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${String(count)})
    INSERT INTO audit_entry (id, scope, scope_id, seq, action, actor, fields, ip, prev_hash, hash, at)
    SELECT printf('00000000-0000-7000-8000-%012d', n), '${at}', ${at}.id, 1000 + n, 'sign_in.failed',
      '{"kind":"nobody"}', '{"method":"password","reason":"unknown_login"}', '203.0.113.7', '', '',
      1800000000000 + n FROM n, ${at}`;
}

async function signIn(page: Page, url: string, login: string): Promise<void> {
  await page.goto(`${url}/c/acme-agency/sign-in`);
  await page.getByLabel('E-mail or username').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(url + HOME);
}

test('an owner reads what was done, filters it, reads on and takes it along', async ({
  page,
  server,
}) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await page.goto(`${server.url}${HOME}settings`);
  await page.getByRole('link', { name: 'Open the audit log' }).press('Enter');
  await expect(page).toHaveTitle('Audit log · Acme Agency');
  await expect(row(page, 'CRM created')).toContainText('Olena Koval');
  await expectAccessible(page);

  await server.sql(attempts(60));
  await page.reload();
  await expect(rows(page)).toHaveCount(50);
  await expect(rows(page).first()).toContainText('Somebody unknown');
  await expect(rows(page).first()).toContainText('by password · no such user');
  await expect(rows(page).first()).toContainText('203.0.113.7');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(row(page, 'CRM created')).toBeVisible();

  await page.getByLabel('Who').selectOption('Olena Koval');
  await expect(row(page, 'Sign-in failed')).toHaveCount(0);
  await expect(row(page, 'CRM created')).toBeVisible();
  await page.getByLabel('Who').selectOption('The server, or somebody unknown');
  await page.getByLabel('What it was').selectOption('Sign-in failed');
  await expect(row(page, 'Sign-in failed')).toHaveCount(50);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).press('Enter');
  const download = await coming;
  expect(download.suggestedFilename()).toBe('audit-acme-agency.csv');
  const text = await readFile(await download.path(), 'utf8');
  expect(text.trim().split('\r\n')).toHaveLength(61);
  await page.getByLabel('To').fill('2001-01-01');
  await expect(page.getByText('Nothing fits.')).toBeVisible();
  await expectAccessible(page);
});

test('an administrator reads it, and nobody below', async ({ page, server }) => {
  await server.setUp();
  await server.disown('acme-agency');
  await signIn(page, server.url, 'olena');
  await page.goto(server.url + AUDIT);
  await expect(row(page, 'Signed in')).toContainText('Olena Koval');
  await expect(row(page, 'Signed in')).toContainText('Chrome · Linux');
  await server.sql("UPDATE crm_user SET role = 'member'");
  await page.reload();
  await expect(page.getByText('Only the owner and administrators')).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  await expectAccessible(page);
});

test('how long a log is kept is set, and what went is told', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await page.goto(`${server.url}${HOME}settings`);
  const section = page.getByRole('region', { name: 'Audit log' });
  const kept = section.getByLabel('Kept for');
  await expect(kept).toHaveValue('365');
  await kept.focus();
  await page.keyboard.press('ArrowUp');
  await expect(kept).toHaveValue('180');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'What has just happened' })).toContainText(
    'Saved.',
  );
  await expectAccessible(page);
  // Others have set something meanwhile.
  await server.sql('UPDATE crm SET audit_days = 400, version = version + 1');
  await kept.selectOption('90');
  await section.getByRole('button', { name: 'Save' }).click();
  await expect(section.getByRole('alert')).toBeVisible();
  await expect(kept).toHaveValue('400');
  await expectAccessible(page);
  await server.sql(`INSERT INTO audit_entry
    (id, scope, scope_id, seq, action, actor, fields, prev_hash, hash, at)
    SELECT '00000000-0000-7000-8000-000000000001', 'crm', id, 1000, 'audit.trimmed',
      '{"kind":"nobody"}', '{"count":12,"gaps":[]}', '', '', 1800000000000 FROM crm`);
  await page.goto(server.url + AUDIT);
  await expect(rows(page).first()).toContainText('Old entries removed after their time');
  await expect(rows(page).first()).toContainText('12 entries');
  await expectAccessible(page);
});

test('the holder of an account reads what was done with it', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await server.portal(page);
  await page.goto(`${server.url}/account/settings`);
  await page.getByRole('link', { name: 'Open the account log' }).press('Enter');
  await expect(page).toHaveURL(`${server.url}/account/audit`);
  await expect(page).toHaveTitle('Account log');
  await expect(row(page, 'Account created')).toContainText('Olena Koval');
  await expect(row(page, 'CRM created')).toContainText('Acme Agency');
  await expectAccessible(page);

  await server.sql(attempts(60, 'account'));
  await page.reload();
  await expect(rows(page)).toHaveCount(50);
  await expect(rows(page).first()).toContainText('Somebody unknown');
  await expect(rows(page).first()).toContainText('203.0.113.7');
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(row(page, 'Account created')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Account settings' }).press('Enter');
  await expect(page).toHaveURL(`${server.url}/account/settings`);
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`the log speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await page.waitForURL(server.url + HOME);
    await server.sql(attempts(3));
    await page.goto(server.url + AUDIT);
    await expect(rows(page).first()).toContainText('203.0.113.7');
    await expectAccessible(page);
    await server.portal(page);
    await page.goto(`${server.url}/account/audit`);
    await expect(rows(page).last()).toContainText('Olena Koval');
    await expectAccessible(page);
    await page.close();
  });
}
