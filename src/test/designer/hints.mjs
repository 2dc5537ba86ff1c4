// The hints that the kit of a language gives in the Modeler: node hints.mjs <language> <file.bpmn>…
// Writes {"file": [{id, rule, category, message, fields}]}.
import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import { createRequire } from 'node:module';
import { pluginScript } from './modeler.mjs';

const require = createRequire(import.meta.url);
const [language, ...files] = process.argv.slice(2);

// As the kit is packed, and as the Modeler loads it.
const script = (await readFile(pluginScript('remedyflow-lint'), 'utf8')).replace('@kit.language@', language);
const window = {};
runInContext(script, createContext({ window }));
const plugins = window.plugins.filter(({ type }) => type === 'lintRules.bpmn').map(({ plugin }) => plugin);
if (plugins.length !== 1) throw new Error(`${plugins.length} plugins with rules`);

const hints = {};
for (const file of files) {
  const moddle = new BpmnModdle({ camunda: require('camunda-bpmn-moddle/resources/camunda.json') });
  const { rootElement } = await moddle.fromXML(await readFile(file, 'utf8'));
  const reports = await new Linter(plugins[0]).lint(rootElement);
  hints[file] = Object.entries(reports).flatMap(([rule, found]) =>
    found.map(({ id, category, message, propertiesPanel }) => ({ id, rule, category, message, fields: propertiesPanel?.entryIds ?? [] })));
}
console.log(JSON.stringify(hints));
