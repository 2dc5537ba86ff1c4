// Plays people in Camunda's Tasklist: node tasklist.mjs URL PASSWORD LANGUAGE PICTURES STEPS [TIME ZONE OF THE BROWSER]
// STEPS is a JSON array of {as, do, ...}, each a verb below with what it needs; a step with a picture is photographed.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withBrowser } from './browser.mjs';
import { load, openApp } from './camunda.mjs';

const [url, password, language, pictures, steps, timezone] = process.argv.slice(2);

/** What people look for on the page; Camunda's own buttons are English for both, it brings no Chinese. */
const words = {
  en: {
    process: 'Remedy approval', myTasks: 'My tasks', myGroupsTasks: "My group's tasks",
    chooseTask: 'Choose punch and time', correctTask: 'Correct request', decideTask: 'Decide on remedy', outageTask: 'Handle outage',
    requestTitle: 'Request a remedy', chooseTitle: 'Choose punch and time', correctTitle: 'Correct the request',
    decideTitle: 'Decide on a remedy', outageTitle: 'Feishu gives no answer',
    employee: 'Employee', name: 'Name', day: 'Day to remedy', noDay: 'This is not a day of the calendar.', reason: 'Reason',
    slot: 'Punch to remedy', punchTime: 'Time of the punch', noTime: 'This is not a time.',
    approve: 'Approve', decline: 'Decline', comment: 'Comment', giveUp: 'Give up'
  },
  'zh-CN': {
    process: '补卡审批', myTasks: '我的任务', myGroupsTasks: '待认领任务',
    chooseTask: '选择要补的卡和时间', correctTask: '修改申请', decideTask: '审批补卡', outageTask: '处理查询故障',
    requestTitle: '申请补卡', chooseTitle: '选择要补的卡和时间', correctTitle: '修改申请',
    decideTitle: '审批补卡', outageTitle: '飞书查询失败',
    employee: '员工', name: '姓名', day: '补卡日期', noDay: '这不是有效日期', reason: '补卡原因',
    slot: '要补的卡', punchTime: '补卡时间', noTime: '这不是有效时间',
    approve: '同意', decline: '拒绝', comment: '审批意见', giveUp: '放弃申请'
  }
}[language];

const field = (page, label) => page.locator('.fjs-form').getByLabel(label, { exact: false }).first();

const type = (page, label, text) => field(page, label).fill(text);

async function select(page, label, option) {
  await field(page, label).locator('xpath=..').click();
  await page.locator('.fjs-dropdownlist-item', { hasText: option }).first().click();
}

const verbs = {
  async start(page, { userId, name, wrongDay, day, reason }, photograph) {
    await page.click('.start-process-action a');
    await page.locator('.modal-content').getByText(words.process).click();
    await page.locator('.fjs-form h1', { hasText: words.requestTitle }).waitFor();
    const start = page.locator('.modal-footer button', { hasText: 'Start' });
    await filled(page, words.day, wrongDay ?? day, async () => {
      await type(page, words.employee, userId);
      if (name) await type(page, words.name, name);
      await type(page, words.reason, reason);
      await type(page, words.day, wrongDay ?? day);
    });
    if (wrongDay) {
      await hear(page, words.noDay);
      if (await start.isEnabled()) throw new Error(`the form can be sent with the day ${wrongDay}`);
      await type(page, words.day, day);
    }
    await page.locator('.fjs-form').getByText(words.noDay).waitFor({ state: 'detached' });
    await photograph();
    await start.click();
    await page.locator('.modal-content').waitFor({ state: 'detached' });
  },

  async choose(page, { slot, wrongTime, time, told }, photograph) {
    await open(page, words.myTasks, words.chooseTask, words.chooseTitle);
    await hear(page, told);
    if (wrongTime) {
      await filled(page, words.punchTime, wrongTime, () => type(page, words.punchTime, wrongTime));
      await hear(page, words.noTime);
    }
    await filled(page, words.punchTime, time, async () => {
      await select(page, words.slot, slot);
      await type(page, words.punchTime, time);
    });
    await photograph();
    await complete(page);
  },

  async correct(page, { userId, day, told }, photograph) {
    await open(page, words.myTasks, words.correctTask, words.correctTitle);
    await hear(page, told);
    await stays(page, words.day, day);
    await filled(page, words.employee, userId, () => type(page, words.employee, userId));
    await stays(page, words.day, day);
    await photograph();
    await complete(page);
  },

  async decide(page, { answer, comment, told }, photograph) {
    await open(page, words.myGroupsTasks, words.decideTask, words.decideTitle, true);
    await hear(page, told);
    await filled(page, words.comment, comment, async () => {
      await page.locator('.fjs-form').getByLabel(words[answer]).check();
      await type(page, words.comment, comment);
    });
    await photograph();
    await complete(page);
  },

  async giveUpAfterOutage(page, { told }, photograph) {
    await open(page, words.myGroupsTasks, words.outageTask, words.outageTitle, true);
    await hear(page, told);
    await page.locator('.fjs-form').getByLabel(words.giveUp).check();
    await photograph();
    await complete(page);
  }
};

async function open(page, filter, task, title, claim = false) {
  await page.locator('.task-filters').getByText(filter).click();
  await page.locator('.tasks-list .task', { hasText: task }).first().click();
  if (claim) await page.locator('[cam-tasklist-task] button', { hasText: 'Claim' }).first().click();
  await page.locator('.fjs-form h1', { hasText: title }).waitFor();
  await page.locator('button.btn-primary', { hasText: 'Complete' }).waitFor();
}

/** Fills the form until it is still filled a moment later: Tasklist may draw it anew, with what it held before. */
async function filled(page, label, text, fill) {
  for (let tries = 1; ; tries++) {
    await fill();
    await page.waitForTimeout(500);
    const holds = await field(page, label).inputValue();
    if (holds.startsWith(text)) return;
    if (tries === 4) throw new Error(`${label} holds ${holds}, and not ${text}`);
  }
}

/** What a picker shifted went on being shifted, twenty times a second. */
async function stays(page, label, text) {
  for (let looks = 0; looks < 8; looks++) {
    const holds = await field(page, label).inputValue();
    if (holds !== text) throw new Error(`${label} holds ${holds}, and not ${text}`);
    await page.waitForTimeout(250);
  }
}

async function hear(page, words) {
  if (words) await page.locator('.fjs-form').getByText(words).waitFor();
}

async function complete(page) {
  // A form that vanishes may only have been drawn anew, since Tasklist looks for news every few seconds.
  const completed = page.waitForResponse(answer => answer.url().endsWith('/submit-form') && answer.ok());
  await page.locator('button.btn-primary', { hasText: 'Complete' }).click();
  await completed;
  await page.locator('.fjs-form').waitFor({ state: 'detached' });
  // The task stays in the list for a moment, under the same name as the next one.
  await load(page, page.locator('.task-filters'));
}

/** As much of the page as there is something to see. */
async function photographForm(page, path) {
  const { y, height } = await page.locator('.fjs-form').boundingBox();
  await page.screenshot({ path, clip: { x: 0, y: 0, width: 1280, height: Math.min(1300, Math.ceil(y + height + 90)) } });
}

async function login(browser, user) {
  const page = await openApp(browser, `${url}/camunda/app/tasklist/`, { user, password, language, timezone });
  await page.waitForSelector('.start-process-action');
  return page;
}

await mkdir(pictures, { recursive: true });
await withBrowser(async browser => {
  const pages = new Map();
  for (const { as, do: verb, picture, ...details } of JSON.parse(steps)) {
    if (!pages.has(as)) pages.set(as, await login(browser, as));
    const page = pages.get(as);
    const photograph = () => picture && photographForm(page, join(pictures, picture));
    try {
      await verbs[verb](page, details, photograph);
    } catch (fault) {
      await page.screenshot({ path: join(pictures, 'failed.png') });
      throw fault;
    }
  }
});
