import { type APIContainerComponent, ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10'

/** A card in Components V2 with Approve, Reject… and a link. */
export const card = (text = 'A comment', buttons = true) => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components: [
    {
      type: ComponentType.Container,
      accent_color: 0x2a9d8f,
      components: [
        { type: ComponentType.TextDisplay, content: text },
        ...(buttons
          ? [
              {
                type: ComponentType.ActionRow,
                components: [
                  { type: ComponentType.Button, style: ButtonStyle.Success, label: 'Approve', custom_id: 'q1:a:1' },
                  { type: ComponentType.Button, style: ButtonStyle.Danger, label: 'Reject…', custom_id: 'q1:r:1' },
                  { type: ComponentType.Button, style: ButtonStyle.Link, label: 'Open', url: 'http://blog.example/a' },
                ],
              },
            ]
          : []),
      ],
    } as APIContainerComponent,
  ],
})

export const noPings = { allowed_mentions: { parse: [] as never[] } }
