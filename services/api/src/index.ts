export { type ApiApp, type AppOptions, createApp } from './app.ts'
export { openApiDocument } from './docs/routes.ts'
export { type ApiServer, serveApi } from './serve-api.ts'
