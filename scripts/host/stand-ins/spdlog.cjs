'use strict';
// @vscode/spdlog without its native part, which would need a compiler: the logs of the server, the extension host and so
// of every log channel in the Output panel.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = /** @type {const} */ (['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off']);
const INFO = LEVELS.indexOf('info');

class Logger {
  /**
   * @param {string} _type
   * @param {string} _name
   * @param {string} file
   */
  constructor(_type, _name, file) {
    this.file = file;
    this.level = INFO;
    this.isBare = false;
  }

  /** @param {string} message */
  trace(message) {
    this.write(0, message);
  }

  /** @param {string} message */
  debug(message) {
    this.write(1, message);
  }

  /** @param {string} message */
  info(message) {
    this.write(2, message);
  }

  /** @param {string} message */
  warn(message) {
    this.write(3, message);
  }

  /** @param {string} message */
  error(message) {
    this.write(4, message);
  }

  /** @param {string} message */
  critical(message) {
    this.write(5, message);
  }

  /**
   * @param {number} level
   * @param {string} message
   */
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.file, this.isBare ? message : `${time} [${LEVELS[level]}] ${message}\n`);
  }

  getLevel() {
    return this.level;
  }

  /** @param {number} level */
  setLevel(level) {
    this.level = level;
  }

  // VS Code asks for one pattern, which is the one above, or for none.
  setPattern() {}

  clearFormatters() {
    this.isBare = true;
  }

  flush() {}

  drop() {}
}

/**
 * @param {string} name
 * @param {string} file
 */
async function createLogger(name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger('', name, file);
}

exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
