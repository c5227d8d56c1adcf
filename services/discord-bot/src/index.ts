export { type Bot, type BotOptions, createBot } from './bot.ts'
export { RefusedByDiscord } from './gateway/connect.ts'
