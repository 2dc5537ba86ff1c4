// Camunda Modeler's Camunda 7 editor, as it is shipped: canvas, properties panel, element templates.
import { withPage } from './browser.mjs';

const ASSETS = 'camunda-bpmn-js/dist/assets';

export function withModeler(templates, use) {
  return withPage({
    html: `<style>body { margin: 0; display: flex; height: 1000px } #canvas { flex: 1 } #panel { width: 420px; overflow: auto }</style>
           <div id="canvas"></div><div id="panel"></div>`,
    styles: ['bpmn-js', 'diagram-js', 'properties-panel', 'element-templates', 'element-template-chooser', 'popup-menu']
      .map(name => `${ASSETS}/${name}.css`),
    scripts: ['camunda-bpmn-js/dist/camunda-platform-modeler.production.min.js']
  }, async page => {
    await page.evaluate(loaded => {
      const Modeler = window.BpmnModeler;
      window.modeler = new Modeler({ container: '#canvas', propertiesPanel: { parent: '#panel' } });
      window.modeler.on('elementTemplates.errors', ({ errors }) => { throw new Error(errors.map(String).join('; ')); });
      window.modeler.get('elementTemplatesLoader').setTemplates(loaded);
    }, templates);
    return use(page);
  });
}
