import { expect, expectAccessible, PASSWORD, test } from './server.js';

test('a new server is set up and left in its first CRM', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page).toHaveTitle('Set up your server');
  await expectAccessible(page);

  await page.getByLabel('Set-up token').fill(server.token);
  await page.getByLabel('Your name').fill('Olena Koval');
  await page.getByLabel('E-mail').fill('olena@acme.example');
  await page.getByLabel('Password', { exact: true }).fill('too short');
  await page.getByLabel('Name of the CRM').fill('Acme Agency');
  await page.getByRole('button', { name: 'Create CRM' }).click();
  await expect(page.getByRole('alert')).toContainText('This password is too easy to guess');
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).toHaveAccessibleDescription(/At least 15 characters\./);
  await expect(password).toBeFocused();
  await expectAccessible(page);

  await password.fill(PASSWORD);
  await password.press('Enter');
  await expect(page).toHaveTitle('Acme Agency');
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/`);
  await expect(page.getByText('You are signed in to Acme Agency')).toBeVisible();
  await expect(page.locator('#personal').getByRole('definition')).toHaveText([
    'Olena Koval',
    '@olena',
    'olena@acme.example',
    'Owner',
  ]);
  await expectAccessible(page);
});

test('sign-in by keyboard alone, and out again', async ({ page, server }) => {
  await server.setUp();
  await page.goto(`${server.url}/c/acme-agency/`);
  await expect(page).toHaveURL(/\/c\/acme-agency\/sign-in\?return=/);
  await expect(page).toHaveTitle('Sign in to Acme Agency');
  const slot = page.locator('[data-account-switcher]');
  await expect(slot).toBeEmpty();
  await expectAccessible(page);

  await expect(page.getByLabel('E-mail or username')).toBeFocused();
  await page.keyboard.type('olena');
  await page.keyboard.press('Tab');
  await page.keyboard.type('seven blue bottles!');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Login or password is wrong');
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await expect(password).toHaveValue('');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Acme Agency');

  await page.goto(`${server.url}/c/acme-agency/sign-in`);
  await expect(page, 'who is signed in goes home').toHaveURL(`${server.url}/c/acme-agency/`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}/c/acme-agency/sign-in`);
  await page.goto(`${server.url}/c/acme-agency/`);
  await expect(page).toHaveTitle('Sign in to Acme Agency');
});

test('an address leads to its sign-in page', async ({ page, server }) => {
  await server.setUp();
  await page.goto(server.url);
  await expect(page).toHaveTitle('Sign in');
  await page.getByRole('link', { name: 'I know the address of my CRM' }).click();
  await expect(page).toHaveTitle('Which CRM do you want to open?');
  await expectAccessible(page);
  const address = page.getByLabel('Address or name');
  await address.fill('berry');
  await address.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is no CRM at this address');
  await address.fill(`${server.url}/c/Acme-Agency`);
  await address.press('Enter');
  await expect(page).toHaveTitle('Sign in to Acme Agency');
});

test('an enter link signs in once', async ({ page, server, browser }) => {
  const link = await server.setUp();
  await page.goto(link);
  await expect(page).toHaveTitle('Acme Agency');
  expect(page.url()).not.toContain('ticket');

  const other = await browser.newPage({ locale: 'en-GB' });
  await other.goto(link);
  await expect(other.getByRole('heading')).toHaveText("You couldn't be signed in");
  await expect(other.getByRole('alert')).toContainText("doesn't work any more");
  await expectAccessible(other);
  await other.getByRole('link', { name: 'Sign in with your password' }).click();
  await expect(other).toHaveTitle('Sign in to Acme Agency');
  await other.close();
});

test('where nothing is, a page says so', async ({ page, server }) => {
  await server.setUp();
  for (const path of ['/nowhere', '/setup', '/c/berry/', '/c/acme-agency/nowhere']) {
    const response = await page.goto(server.url + path);
    expect(response?.status(), path).toBe(404);
    await expect(page).toHaveTitle('There is nothing here');
  }
  await expectAccessible(page);
});

test('a server that died is said, and the form keeps what was typed', async ({ page, server }) => {
  await server.setUp();
  await page.goto(`${server.url}/c/acme-agency/sign-in`);
  await expect(page).toHaveTitle('Sign in to Acme Agency');
  await page.route('**/api/v1/sign-in', (route) => route.abort());
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText("The server doesn't answer");
  await expect(page.getByLabel('E-mail or username')).toHaveValue('olena');
});

for (const [locale, title, role] of [
  ['uk-UA', 'Вхід: Acme Agency', 'Власник'],
  ['ru-RU', 'Вход: Acme Agency', 'Владелец'],
] as const) {
  test(`all pages speak the reader's language: ${locale}`, async ({ server, browser }) => {
    const link = await server.setUp();
    const page = await browser.newPage({ locale });
    await page.goto(`${server.url}/c/acme-agency/sign-in`);
    await expect(page).toHaveTitle(title);
    await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2));
    await expectAccessible(page);
    await page.goto(link);
    await expect(page.locator('#personal').getByRole('definition').last()).toHaveText(role);
    await expectAccessible(page);
    await page.close();
  });
}
