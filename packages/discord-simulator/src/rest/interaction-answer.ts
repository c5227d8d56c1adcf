import { apiUser } from '../state/api-objects.ts'
import type { Interaction } from '../state/interactions.ts'
import type { MessageBody, StoredMessage } from '../state/messages.ts'
import { isEphemeral } from './checked-message.ts'
import type { Call } from './route.ts'

/** A message made with an interaction's token: a reply, a deferred one (`flags` LOADING), or a follow-up. */
export function createAnswer(call: Call, interaction: Interaction, body: MessageBody, flags = 0): StoredMessage {
  const { messages, attachments, world } = call.state
  const reference = interaction.source && {
    message_reference: {
      type: 0,
      channel_id: interaction.channelId,
      guild_id: world.guild.id,
      message_id: interaction.source.json.id,
    },
  }
  return messages.create(interaction.channelId, body, attachments.store(call.files), {
    flags,
    type: interaction.type === 2 ? 20 : interaction.source ? 19 : 0,
    webhook_id: world.application.id,
    application_id: world.application.id,
    interactionToken: interaction.token,
    interaction_metadata: metadata(call, interaction),
    ...(interaction.type === 2 && {
      interaction: {
        id: interaction.id,
        type: 2,
        name: interaction.commandName,
        user: metadata(call, interaction).user,
      },
    }),
    ...reference,
    ...(isEphemeral(body) && { ephemeralTo: interaction.userId }),
  })
}

function metadata(call: Call, interaction: Interaction): Record<string, unknown> {
  const { world } = call.state
  const user = world.users.find((candidate) => candidate.id === interaction.userId)
  return {
    id: interaction.id,
    type: interaction.type,
    ...(user && { user: apiUser(user) }),
    authorizing_integration_owners: { 0: world.guild.id },
    ...(interaction.type === 3 && { interacted_message_id: interaction.source?.json.id }),
    ...(interaction.opener && { triggering_interaction_metadata: metadata(call, interaction.opener) }),
  }
}
