module.exports = {
  name: 'Remedyflow: element templates in the menus',
  script: './client.js'
};
