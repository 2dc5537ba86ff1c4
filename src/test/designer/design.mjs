// Plays a designer in the Modeler: node design.mjs SETUP STEPS
// SETUP is {templates: [files], plugins: true, language: "en", diagram: "file", pictures: "folder"}; STEPS is an array of
// {do: verb, …}, each a verb below with what it needs. Writes {xml, heard: [answers of the steps that ask], clicks, keys, faults}.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withModeler } from './modeler.mjs';

const [setup, steps] = process.argv.slice(2).map(text => JSON.parse(text));

/** As the Modeler begins a new diagram for Camunda 7. */
const NEW_DIAGRAM = new URL('new-diagram.bpmn', import.meta.url);

const panel = page => page.locator('#panel');
const popup = page => page.locator('.djs-popup');

/** An element by its ID or its name; a flow by "from -> to". */
const idOf = (page, wanted) => page.evaluate(sought => {
  const called = ({ id, businessObject }, words) => words === id || words === businessObject.name;
  const found = modeler.get('elementRegistry').filter(element => {
    const [from, to] = sought.split(' -> ');
    return !element.labelTarget &&
      (to ? element.waypoints && called(element.source, from) && called(element.target, to) : called(element, sought));
  });
  if (found.length !== 1) throw new Error(`${found.length} elements are called "${sought}"`);
  return found[0].id;
}, wanted);

/** Where on the screen it can be clicked. */
const place = (page, id) => page.evaluate(of => {
  const { x: left, y: top, width, waypoints } = modeler.get('elementRegistry').get(of);
  const canvas = modeler.get('canvas');
  const { x: fromLeft, y: fromTop, scale } = canvas.viewbox();
  const box = canvas.getContainer().getBoundingClientRect();
  // Of a flow the middle of its last stretch, of anything else its upper edge: labels and icons are elsewhere.
  const [from, to] = (waypoints ?? []).slice(-2);
  const [onX, onY] = waypoints ? [(from.x + to.x) / 2, (from.y + to.y) / 2] : [left + width / 2, top + 5];
  return [box.left + (onX - fromLeft) * scale, box.top + (onY - fromTop) * scale];
}, id);

async function select(page, element) {
  const id = await idOf(page, element);
  // A click on what is selected would take the selection away.
  if (await page.evaluate(of => modeler.get('selection').get().map(one => one.id).join() === of, id)) return;
  const [x, y] = await place(page, id);
  // For a moment after a drag, and while a field is left, the Modeler hears no click: a person clicks again.
  const selected = () => page.waitForFunction(of => modeler.get('selection').get().some(one => one.id === of), id, { timeout: 500 });
  for (let tries = 1; ; tries++) {
    await page.mouse.click(x, y);
    try {
      return await selected();
    } catch (fault) {
      if (tries === 5) throw fault;
    }
  }
}

/** Opens a menu of the selected element. Where a field has the focus, leaving it closes the menu again: a person clicks again. */
async function openMenu(page, action) {
  for (let tries = 1; ; tries++) {
    await page.click(`.djs-context-pad [data-action="${action}"]`);
    await page.waitForTimeout(150);
    if (await popup(page).isVisible()) return;
    if (tries === 3) throw new Error(`the menu ${action} does not open`);
  }
}

async function find(page, { search, entry }) {
  await popup(page).waitFor();
  if (search) {
    await page.keyboard.type(search);
    await page.keyboard.press('End'); // an input method ends with a key, too
  }
  return popup(page).locator('.entry', { hasText: entry }).first();
}

/** A new activity or event asks for its name, a gateway when it is double-clicked. */
async function name(page, text) {
  const editing = () => page.evaluate(() => modeler.get('directEditing').isActive());
  if (text && !await editing()) {
    const id = await page.evaluate(() => modeler.get('selection').get()[0].id);
    await page.locator(`#canvas [data-element-id="${id}"] > .djs-hit`).first().dblclick();
  }
  if (text) await page.keyboard.type(text);
  if (await editing()) await page.keyboard.press('Enter');
}

const around = (input, part) => input.locator(`xpath=ancestor::div[contains(concat(" ", @class, " "), " bio-properties-panel-${part} ")]`).last();

/** The field of that label; its group is opened where it is closed. */
async function field(page, label) {
  const input = panel(page).getByLabel(label, { exact: true }).first();
  await input.waitFor({ state: 'attached' });
  for (let tries = 1; !await input.isVisible() && tries <= 5; tries++) {
    // While another field is being left, the panel is drawn anew and may miss a click.
    await around(input, 'group').locator('.bio-properties-panel-group-header').click();
    await input.waitFor({ state: 'visible', timeout: 500 }).catch(() => {});
  }
  return input;
}

/** With the plugins, the first field to be filled in gets the focus. */
async function focusOnField(page) {
  await page.waitForFunction(() => document.activeElement.closest('#panel input'));
}

/** As a person fills a field: click into it, replace what it holds, leave it. */
async function fill(page, label, text) {
  await (await field(page, label)).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
  await page.keyboard.press('Tab');
}

const verbs = {
  async create(page, { search, entry, at: [x, y], drag, named, picture }) {
    await page.click('.djs-palette [data-action="create"]');
    const found = await find(page, { search, entry });
    await picture?.();
    if (drag) {
      const from = await found.boundingBox();
      await page.mouse.move(from.x + 30, from.y + 15);
      await page.mouse.down();
      await page.mouse.move(from.x + 60, from.y + 30, { steps: 3 });
      await page.mouse.move(x, y, { steps: 5 });
      await page.mouse.up();
    } else {
      await found.click();
      await page.mouse.move(x, y, { steps: 5 });
      await page.mouse.click(x, y);
    }
    await name(page, named);
    if (plugins && isTemplate(entry)) await focusOnField(page);
  },

  async append(page, { to, search, entry, named, picture }) {
    await select(page, to);
    await openMenu(page, 'append');
    const found = await find(page, { search, entry });
    await picture?.();
    await found.click();
    await name(page, named);
    if (plugins && isTemplate(entry)) await focusOnField(page);
  },

  async appendPlain(page, { to, what, named }) {
    await select(page, to);
    const before = await idOf(page, to);
    await page.click(`.djs-context-pad [data-action="append.${what}"]`);
    // Until the new element is selected, what is typed would go to the label of the one before it.
    await page.waitForFunction(old => {
      const [one] = modeler.get('selection').get();
      const edited = modeler.get('directEditing')._active;
      return one && one.id !== old && (!edited || edited.element.id === one.id);
    }, before);
    await name(page, named);
  },

  async replace(page, { element, search, entry, picture }) {
    await select(page, element);
    await openMenu(page, 'replace');
    const found = await find(page, { search, entry });
    await picture?.();
    await found.click();
  },

  /** The way without the plugins: the properties panel's own choice of templates. */
  async selectTemplate(page, { element, template }) {
    await select(page, element);
    await panel(page).locator('.bio-properties-panel-select-template-button').click();
    await popup(page).locator('.entry', { hasText: template }).click();
  },

  async selectNothing(page) {
    await page.mouse.click(600, 700);
    await page.waitForFunction(() => modeler.get('selection').get().length === 0);
  },

  async select(page, { element }) {
    await select(page, element);
  },

  fill: (page, { field: label, text }) => fill(page, label, text),

  async choose(page, { field: label, option }) {
    await (await field(page, label)).selectOption({ label: option });
  },

  async condition(page, { flow, text }) {
    await select(page, flow);
    await (await field(page, 'Type')).selectOption('expression');
    await fill(page, 'Condition Expression', text);
  },

  async makeDefault(page, { flow }) {
    await select(page, flow);
    await openMenu(page, 'replace');
    await popup(page).locator('.entry', { hasText: 'Default flow' }).click();
  },

  async rename(page, { element, named }) {
    await select(page, element);
    await page.mouse.dblclick(...await place(page, await idOf(page, element)));
    await page.keyboard.type(named);
    await page.keyboard.press('Enter');
  },

  async copyAndPaste(page, { element, at: [x, y] }) {
    await verbs.selectNothing(page); // gives the canvas the focus
    await select(page, element);
    await page.keyboard.press('Control+c');
    await page.mouse.move(x, y, { steps: 3 });
    await page.keyboard.press('Control+v');
    await page.mouse.move(x + 5, y + 5, { steps: 3 });
    await page.mouse.click(x, y);
  },

  async upgrade(page, { element }) {
    await select(page, element);
    await panel(page).getByText('Update available').click();
    await page.locator('.bio-properties-panel-dropdown-button__menu-item', { hasText: 'Update' }).last().click();
  },

  press: (page, { key }) => page.keyboard.press(key),

  // What follows asks.

  /** What the panel finds wrong with a field; empty where nothing. */
  async complaint(page, { field: label }) {
    const input = await field(page, label);
    await page.waitForTimeout(400); // the panel waits for the typing to end before it judges
    return (await around(input, 'entry').locator('.bio-properties-panel-error').allInnerTexts()).join(' ');
  },

  /** The label of the field in the panel that has the focus, or is about to get it. */
  async focused(page) {
    await focusOnField(page);
    return page.evaluate(() => document.querySelector(`label[for="${document.activeElement.id}"]`).innerText);
  },

  templateState: page =>
    panel(page).locator('.bio-properties-panel-templates-group .bio-properties-panel-group-header-buttons').innerText(),

  groups: page => panel(page).locator('.bio-properties-panel-group-header-title').allInnerTexts(),

  elements: page => page.evaluate(() => modeler.get('elementRegistry')
    .filter(({ labelTarget }) => !labelTarget)
    .map(({ type, businessObject }) => `${type.replace('bpmn:', '')} ${businessObject.name ?? ''}`.trim())),

  entries: async (page, { menu, of, search }) => {
    if (menu === 'create') {
      await page.click('.djs-palette [data-action="create"]');
    } else {
      await select(page, of);
      await openMenu(page, menu);
    }
    await find(page, { search, entry: '' });
    const found = await popup(page).locator('.entry .djs-popup-label').allInnerTexts();
    await page.keyboard.press('Escape');
    return found;
  },

  icon: async (page, { element }) => {
    const id = await idOf(page, element);
    return await page.locator(`#canvas [data-element-id="${id}"] > .djs-visual image`).count() === 1;
  },

  async picture() {}
};

/** Ours, which has fields to be filled in. */
const isTemplate = entry => loaded[0].name === entry;

const PICTURED = ['create', 'append', 'replace'];

const { pictures, templates, diagram, plugins, language } = setup;
if (pictures) await mkdir(pictures, { recursive: true });
const loaded = (await Promise.all(templates.map(async file => JSON.parse(await readFile(file, 'utf8'))))).flat(); // a file may hold several

const outcome = await withModeler(loaded, async page => {
  page.setDefaultTimeout(15_000);
  await page.evaluate(() => {
    window.counted = { clicks: 0, keys: 0 };
    document.addEventListener('mousedown', () => counted.clicks++, true);
    document.addEventListener('keydown', () => counted.keys++, true);
  });
  await page.evaluate(async drawn => {
    const { warnings } = await modeler.importXML(drawn);
    if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('; '));
  }, await readFile(diagram ?? NEW_DIAGRAM, 'utf8'));
  await panel(page).getByText('Process', { exact: true }).first().waitFor();
  const heard = [];
  for (const [at, { do: verb, picture, ...details }] of steps.entries()) {
    const photograph = picture && (() => page.screenshot({ path: join(pictures, picture) }));
    try {
      // Where a menu is the point, it is photographed while it is open; else what came of the step.
      const said = await verbs[verb](page, { ...details, picture: PICTURED.includes(verb) ? photograph : undefined });
      if (said !== undefined) heard.push(said);
      if (photograph && !PICTURED.includes(verb)) await photograph();
    } catch (fault) {
      if (pictures) await page.screenshot({ path: join(pictures, 'failed.png') });
      throw new Error(`step ${at + 1}, ${verb} ${JSON.stringify(details)}: ${fault.message}`, { cause: fault });
    }
  }
  return page.evaluate(async said => ({
    xml: (await modeler.saveXML({ format: true })).xml, heard: said, faults: window.templateErrors ?? [], ...counted
  }), heard);
}, { plugins, language, viewport: { width: 1240, height: 760 } });
console.log(JSON.stringify(outcome));
