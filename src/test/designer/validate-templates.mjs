// node validate-templates.mjs <template.json>…   writes one line per fault and fails if there is one
import { readFile } from 'node:fs/promises';
import { validate } from '@bpmn-io/element-templates-validator';

const faults = [];
for (const file of process.argv.slice(2)) {
  const { valid, errors } = validate(JSON.parse(await readFile(file, 'utf8')));
  if (!valid) faults.push(...errors.map(({ message, dataPointer }) => `${file}:${(dataPointer?.value?.line ?? 0) + 1}: ${message}`));
}
console.log(faults.join('\n'));
process.exitCode = faults.length > 0 ? 1 : 0;
