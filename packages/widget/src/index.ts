import { fileURLToPath } from 'node:url'

/** Where the built widget is, for whoever serves it: one ES module. `npm run build` makes it. */
export const widgetFile = (): string => fileURLToPath(new URL('../dist/widget.js', import.meta.url))
