// Lints diagrams with Camunda's words known, which finds a misspelt attribute too.
// node lint.mjs <file.bpmn>…   writes one line per finding and fails if there is one
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';

const require = createRequire(import.meta.url);
const config = JSON.parse(await readFile(new URL('.bpmnlintrc', import.meta.url), 'utf8'));
const findings = [];

for (const file of process.argv.slice(2)) {
  const moddle = new BpmnModdle({ camunda: require('camunda-bpmn-moddle/resources/camunda.json') });
  // A linter remembers the flows it has seen, and would take those of the next file for duplicates.
  const linter = new Linter({ config, resolver: new NodeResolver({ require }) });
  const { rootElement, warnings } = await moddle.fromXML(await readFile(file, 'utf8'));
  findings.push(...warnings.map(({ message }) => `${file}: ${message}`));
  for (const [rule, reports] of Object.entries(await linter.lint(rootElement))) {
    findings.push(...reports.map(({ id, message, category }) => `${file}: ${id}: ${message} (${rule}, ${category})`));
  }
}
console.log(findings.join('\n'));
process.exitCode = findings.length > 0 ? 1 : 0;
