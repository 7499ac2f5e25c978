// The processes that benchmarks start and stop, and what they use of the machine.
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const { spawn } = require('node:child_process');

const children = [];
let stopping = false;

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

function start(command, cwd, environment, stdio) {
  if (stopping) throw new Error('stopped');
  const child = spawn(command[0], command.slice(1), { cwd, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment }, stdio: stdio || 'ignore' });
  child.ended = new Promise((resolve) => { child.on('exit', resolve); child.on('error', resolve); });
  children.push(child);
  return child;
}

const isRunning = (child) => child.pid && child.exitCode === null && child.signalCode === null;

async function stop(...which) {
  const running = which.filter(isRunning);
  running.forEach((child) => child.kill('SIGTERM'));
  const impatience = setTimeout(() => running.filter(isRunning).forEach((child) => child.kill('SIGKILL')), 15000);
  await Promise.all(running.map((child) => child.ended));
  clearTimeout(impatience);
}

// Stops whatever runs, and starts nothing any more.
function stopAll() {
  stopping = true;
  return stop(...children);
}

// Runs a tool to its end and gives what it says.
async function output(command, cwd) {
  const child = start(command, cwd, {}, ['ignore', 'pipe', 'pipe']);
  let said = '';
  let wrong = '';
  child.stdout.on('data', (chunk) => { said += chunk; });
  child.stderr.on('data', (chunk) => { wrong += chunk; });
  await new Promise((resolve) => { child.on('close', resolve); child.on('error', resolve); });
  if (child.exitCode !== 0) throw new Error(`${command[0]} failed: ${wrong || said}`);
  return said;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Whether something listens on that port.
function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

async function until(what, child, isSo) {
  for (let tries = 0; tries < 6000; tries += 1) {
    if (!isRunning(child)) throw new Error(`${what} ended instead of serving`);
    if (await isSo().catch(() => false)) return;
    await sleep(20);
  }
  throw new Error(`${what} does not answer`);
}

// Processor time that a process has used, in microseconds; the kernel counts it in hundredths of a second.
function cpu(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10000;
}

// Resident memory of a process in MB: what there is now, or the most that there has been.
const resident = (pid) => memory(pid, 'VmRSS');
const mostResident = (pid) => memory(pid, 'VmHWM');

function memory(pid, field) {
  return Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;
}

module.exports = { cpu, freePort, listens, mostResident, output, resident, sleep, start, stop, stopAll, until };
