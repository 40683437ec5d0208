-- Quarto: what every page of the book says before all else, `upplysning` in _quarto.yml; nothing in most books.
-- A docx has it from its reference document, since only that can hold the head of a page.
function Meta(meta)
  if not meta.upplysning then return nil end
  local words = pandoc.utils.stringify(meta.upplysning)
  local text = pandoc.write(pandoc.Pandoc {pandoc.Plain(words)}, FORMAT)
  if quarto.doc.is_format('html') then
    quarto.doc.include_text('before-body', '<p class="upplysning" role="note">' .. text .. '</p>')
    meta['description-meta'] = words
    return meta
  elseif quarto.doc.is_format('typst') then
    -- In the foreground, since Quarto's template has a page header of its own and none on the title page. That is no
    -- artifact by itself, as a header is: without it the notice would be read aloud among the text.
    quarto.doc.include_text('in-header', '#set page(foreground: pdf.artifact(kind: "page", place(top + center, dy: 0.55cm, '
      .. 'text(size: 9pt, weight: "bold")[' .. text .. '])))')
  end
end
