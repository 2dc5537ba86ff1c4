// Plays people in Camunda's Tasklist: node tasklist.mjs URL PASSWORD PICTURES STEPS
// STEPS is a JSON array of {as, do, ...}, each a verb below with what it needs; a step with a picture is photographed.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withBrowser } from './browser.mjs';

const [url, password, pictures, steps] = process.argv.slice(2);

const field = (page, label) => page.locator('.fjs-form').getByLabel(label, { exact: false }).first();

const type = (page, label, text) => field(page, label).fill(text);

/** Pickers take what was typed when they are left, and must be closed before anything is clicked. */
async function pick(page, label, text) {
  await type(page, label, text);
  await field(page, label).press('Tab');
}

/** Days are typed as the date picker shows them: month first. */
const asShown = day => day.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');

async function select(page, label, option) {
  await field(page, label).locator('xpath=..').click();
  await page.locator('.fjs-dropdownlist-item', { hasText: option }).first().click();
}

const verbs = {
  async start(page, { userId, day, reason }, photograph) {
    await page.click('.start-process-action a');
    await page.locator('.modal-content').getByText('Remedy approval').click();
    await page.waitForSelector('.fjs-form');
    await type(page, 'Employee', userId);
    await pick(page, 'Day to remedy', asShown(day));
    await type(page, 'Reason', reason);
    await photograph();
    await page.locator('.modal-footer button', { hasText: 'Start' }).click();
    await page.locator('.modal-content').waitFor({ state: 'detached' });
  },

  async choose(page, { slot, day, time, told }, photograph) {
    await open(page, 'My tasks', 'Choose punch and time');
    await hear(page, told);
    await select(page, 'Punch to remedy', slot);
    await pick(page, 'Day of the punch', asShown(day));
    await pick(page, 'Time of the punch', time);
    await photograph();
    await complete(page);
  },

  async correct(page, { userId, told }, photograph) {
    await open(page, 'My tasks', 'Correct request');
    await hear(page, told);
    await type(page, 'Employee', userId);
    await photograph();
    await complete(page);
  },

  async decide(page, { answer, comment }, photograph) {
    await open(page, "My group's tasks", 'Decide on remedy', true);
    await page.locator('.fjs-form').getByLabel(answer).check();
    await type(page, 'Comment', comment);
    await photograph();
    await complete(page);
  },

  async giveUpAfterOutage(page, { told }, photograph) {
    await open(page, "My group's tasks", 'Handle outage', true);
    await hear(page, told);
    await page.locator('.fjs-form').getByLabel('Give up').check();
    await photograph();
    await complete(page);
  }
};

async function open(page, filter, task, claim = false) {
  await page.locator('.task-filters').getByText(filter).click();
  await page.locator('.tasks-list .task', { hasText: task }).first().click();
  if (claim) await page.locator('[cam-tasklist-task] button', { hasText: 'Claim' }).first().click();
  await page.waitForSelector('.fjs-form');
  await page.locator('button.btn-primary', { hasText: 'Complete' }).waitFor();
}

async function hear(page, words) {
  if (words) await page.locator('.fjs-form').getByText(words).waitFor();
}

async function complete(page) {
  await page.locator('button.btn-primary', { hasText: 'Complete' }).click();
  await page.locator('.fjs-form').waitFor({ state: 'detached' });
}

async function login(browser, user) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${url}/camunda/app/tasklist/`);
  const name = page.locator('input[ng-model="username"]');
  const secret = page.locator('input[ng-model="password"]');
  // The page moves the focus to the name a moment after it is shown, and takes what is being typed along.
  for (let tries = 0; tries < 5; tries++) {
    await name.fill(user);
    await secret.fill(password);
    if (await name.inputValue() === user && await secret.inputValue() === password) break;
  }
  await page.click('button[type=submit]');
  await page.waitForSelector('.start-process-action');
  return page;
}

await mkdir(pictures, { recursive: true });
await withBrowser(async browser => {
  const pages = new Map();
  for (const { as, do: verb, picture, ...details } of JSON.parse(steps)) {
    if (!pages.has(as)) pages.set(as, await login(browser, as));
    const page = pages.get(as);
    const photograph = () => picture && page.screenshot({ path: join(pictures, picture) });
    try {
      await verbs[verb](page, details, photograph);
    } catch (fault) {
      await page.screenshot({ path: join(pictures, 'failed.png') });
      throw fault;
    }
  }
});
