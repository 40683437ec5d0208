-- The chapters of a book as one document with a Div.kapitel for each, first of the filters.
--
-- The metadata field `kapitel` names their markdown files, one a line. Each is read by itself, so that [^1] may stand in
-- every chapter. A filter, since a reader of its own costs pandoc many times as much to load.

function Pandoc(doc)
  local chapters = pandoc.List()
  for source in pandoc.utils.stringify(doc.meta.kapitel):gmatch '[^\n]+' do
    local file <close> = io.open(source, 'rb')
    local chapter = pandoc.read(file:read 'a', 'markdown-yaml_metadata_block', PANDOC_READER_OPTIONS)
    local name = pandoc.path.split_extension(pandoc.path.filename(source))
    chapters:insert(pandoc.Div(chapter.blocks, pandoc.Attr('', {'kapitel'}, {fil = name})))
  end
  return pandoc.Pandoc(chapters)
end
