/** Control characters but tab and line feed, lone surrogates, and the marks that reorder or hide text: a reader must see what the model sees. */
// oxlint-disable-next-line no-control-regex -- these are what is removed
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/gu

export function cleanPromptText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(hidden, '')
}
