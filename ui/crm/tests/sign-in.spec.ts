import { expect, expectAccessible, PASSWORD, test } from './server.js';

test('one password, and a list of what it opens, by keyboard alone', async ({ page, server }) => {
  await server.setUp();
  await page.goto(server.url);
  await expect(page).toHaveTitle('Sign in');
  await expect(page.getByLabel('E-mail')).toBeVisible();
  await expectAccessible(page);

  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type('olena@acme.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('seven blue bottles!');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Login or password is wrong');
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await expect(password).toHaveValue('');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');

  await expect(page).toHaveTitle('What do you want to open?');
  const acme = page.getByRole('radio', { name: 'Acme Agency' });
  await expect(acme).toBeFocused();
  await expect(acme).toHaveAccessibleDescription(/\/c\/acme-agency Owner · Olena Koval/);
  await expectAccessible(page);

  await page.reload();
  await expect(acme).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Account portal' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/account`);
  await expect(page).toHaveTitle('Your CRMs');

  await page.goBack();
  await page.getByText('Account portal').dblclick();
  await expect(page, 'opened once, it is opened again by its session').toHaveTitle('Your CRMs');
  await page.goBack();
  await page.getByText('Acme Agency').dblclick();
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/`);
});

test('another person can sign in', async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('button', { name: 'Change user' }).click();
  await expect(page).toHaveTitle('Sign in');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.reload();
  await expect(page.getByLabel('E-mail')).toHaveValue('');
});

test('a list that has expired says so', async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await page.goto(`${server.url}/sign-in`);
  await expect(page).toHaveTitle('What do you want to open?');
  await server.sql('DELETE FROM ticket');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toContainText(['This list has expired']);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await expectAccessible(page);
});

test('the list has what came since, and says what went', async ({ page, server }) => {
  await server.setUp();
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(response.url());
  });
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByLabel('E-mail')).toBeVisible();
  expect(refused, 'coming without a list is nothing wrong').toEqual([]);
  await server.portal(page);
  await server.create(page, 'Berry Ltd');
  await page.goto(`${server.url}/sign-in`);
  const berry = page.getByRole('radio', { name: 'Berry Ltd' });
  await berry.check();
  await server.sql(`UPDATE crm_user SET status = 'deactivated'
    WHERE crm_id IN (SELECT id FROM crm WHERE slug = 'berry-ltd')`);
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toContainText("This doesn't work any more");
  await expect(berry).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Acme Agency' })).toBeChecked();
  await expectAccessible(page);
});

test('what is closed can be seen, and not opened', async ({ page, server }) => {
  await server.setUp();
  await server.portal(page);
  await server.create(page, 'Berry Ltd');
  await server.create(page, 'Corner shop');
  await server.sql(`UPDATE crm SET status = 'suspended_billing' WHERE slug = 'berry-ltd';
    UPDATE crm_user SET role = 'member' WHERE crm_id IN (SELECT id FROM crm WHERE slug = 'berry-ltd');
    UPDATE crm SET status = 'deletion_scheduled', delete_at = 2000000000000
      WHERE slug = 'corner-shop'`);
  await server.portal(page);
  await page.goto(`${server.url}/sign-in`);
  for (const [name, reason] of [
    ['Berry Ltd', 'Suspended'],
    ['Corner shop', 'Scheduled for deletion'],
  ] as const) {
    const choice = page.getByRole('radio', { name });
    await expect(choice).toBeDisabled();
    await expect(choice).toHaveAccessibleDescription(new RegExp(reason));
  }
  await expectAccessible(page);
});
