// Camunda Modeler's Camunda 7 editor, as it is shipped: canvas, properties panel, element templates; with this project's
// plugins as the Modeler loads them, or without.
import { fileURLToPath } from 'node:url';
import { withPage } from './browser.mjs';

const ASSETS = 'camunda-bpmn-js/dist/assets';
const PLUGINS = ['remedyflow-templates', 'remedyflow-lint'];

export const pluginScript = name => fileURLToPath(new URL(`../../modeler/${name}/client.js`, import.meta.url));

export function withModeler(templates, use, { plugins = false, language = 'en', viewport = undefined } = {}) {
  return withPage({
    html: `<style>
             body { margin: 0; display: flex; height: 100vh; font-family: "IBM Plex Sans", "Noto Sans CJK SC", sans-serif }
             #canvas { flex: 1 }
             #panel { width: 400px; overflow: auto; border-left: 1px solid #ccc }
           </style>
           <div id="canvas"></div><div id="panel"></div>`,
    styles: ['bpmn-js', 'diagram-js', 'properties-panel', 'element-templates', 'element-template-chooser', 'popup-menu',
      'bpmn-font/css/bpmn-embedded', 'color-picker'].map(name => `${ASSETS}/${name}.css`),
    scripts: ['camunda-bpmn-js/dist/camunda-platform-modeler.production.min.js'],
    locale: language,
    viewport
  }, async page => {
    for (const name of plugins ? PLUGINS : []) await page.addScriptTag({ path: pluginScript(name) });
    await page.evaluate(loaded => {
      const Modeler = window.BpmnModeler;
      window.modeler = new Modeler({
        container: '#canvas',
        canvas: { autoFocus: true },
        propertiesPanel: { parent: '#panel' },
        additionalModules: (window.plugins ?? [])
          .filter(({ type }) => type === 'bpmn.platform.modeler.additionalModules')
          .map(({ plugin }) => plugin)
      });
      window.modeler.on('elementTemplates.errors', ({ errors }) => { window.templateErrors = errors.map(String); });
      window.modeler.get('elementTemplatesLoader').setTemplates(loaded);
    }, templates);
    return use(page);
  });
}
