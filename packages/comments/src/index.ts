export type { Context } from './context.ts'
export { type Decide, decideComment } from './decide/decide.ts'
export { explainDraft, explainPolicy } from './explain/explain.ts'
export { createKey, moderatorByKey } from './keys/keys.ts'
export { type ListInput, listComments, listReplies } from './list/list.ts'
export { publicComment } from './list/public-comment.ts'
export { approvedComments, type CommentRow } from './list/queries.ts'
export { type Moderator, requireAdmin, requireSite } from './moderator.ts'
export { type OpenOptions, openTertulia, type Tertulia } from './open-tertulia.ts'
export { ownComment } from './own/own.ts'
export { activePolicyHash } from './policies/queries.ts'
export { listQueue, moderationComment } from './queue/queue.ts'
export { renderMarkdown } from './render-markdown.ts'
export { receiptOf } from './secret.ts'
export {
  acceptConfiguration,
  ConfigError,
  type Configuration,
  readConfiguration,
  readPolicyFile,
  readSiteFile,
} from './sites/load-sites.ts'
export type { SiteConfig } from './sites/site-file.ts'
export { isOriginOf, type Sites } from './sites/sites.ts'
export { type Submit, submitComment } from './submit/submit.ts'
export { undoDecision, undoWindowMs } from './undo/undo.ts'
