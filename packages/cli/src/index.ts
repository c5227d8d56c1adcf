export { type StartOptions, start } from './start/start.ts'
