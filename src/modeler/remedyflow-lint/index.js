module.exports = {
  name: 'Remedyflow: hints for its tasks',
  script: './client.js'
};
