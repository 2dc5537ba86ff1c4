// Camunda's web apps, as somebody who has just logged in sees them.

/** A page of one of the apps; the browser speaks the given language. */
export async function openApp(browser, address, { user, password, language = 'en' }) {
  // High enough for the longest form: a click on a button at the very edge is lost.
  const page = await (await browser.newContext({ locale: language, viewport: { width: 1280, height: 1300 } })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  const name = page.locator('input[ng-model="username"]');
  const secret = page.locator('input[ng-model="password"]');
  // The page moves the focus to the name a moment after it is shown, and takes what is being typed along.
  for (let tries = 0; tries < 5; tries++) {
    await name.fill(user);
    await secret.fill(password);
    if (await name.inputValue() === user && await secret.inputValue() === password) break;
  }
  await page.click('button[type=submit]');
  return page;
}
