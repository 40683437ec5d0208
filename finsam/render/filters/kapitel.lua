-- A pandoc reader: one markdown file a chapter in, one document out with a Div.kapitel for each chapter.
-- Each file is read by itself, so that [^1] may stand in every chapter.

function Reader(sources, options)
  local chapters = pandoc.List()
  for _, source in ipairs(sources) do
    local chapter = pandoc.read(source.text, 'markdown', options)
    local name = pandoc.path.split_extension(pandoc.path.filename(source.name))
    chapters:insert(pandoc.Div(chapter.blocks, pandoc.Attr('', {'kapitel'}, {fil = name})))
  end
  return pandoc.Pandoc(chapters)
end
