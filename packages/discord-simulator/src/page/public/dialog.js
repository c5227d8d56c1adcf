import { h } from './dom.js'
import { modalFields } from './fields.js'

/**
 * Shows a form in a dialog and removes it when it closes. `submit(values)` may throw: the text is shown and the form stays.
 * @param {{title: string, components: object[]}} modal
 */
export function openDialog(modal, view, submit) {
  const { elements, fields } = modalFields(modal.components, view)
  const note = h('p', { class: 'failed', role: 'alert' })
  const send = h('button', { type: 'submit', class: 'button primary' }, 'Submit')
  const cancel = h('button', { type: 'button', class: 'button secondary' }, 'Cancel')
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', { id: 'dialog-title' }, modal.title),
    ...elements,
    note,
    h('div', { class: 'row end' }, cancel, send),
  )
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form)
  cancel.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => dialog.remove())
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    send.disabled = true
    note.textContent = ''
    try {
      await submit(Object.fromEntries(fields.map(({ id, values }) => [id, values()])))
      dialog.close()
    } catch (error) {
      note.textContent = error.message
    } finally {
      send.disabled = false
    }
  })
  document.body.append(dialog)
  dialog.showModal()
}
