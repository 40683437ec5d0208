-- The book as a JSON list with a web page for each chapter,
-- {file, number, title, body, contents: [{level, id, number, title}]}; body is html.
--
-- A filter whose document is the list, raw for `-t plain`, since a writer of its own costs pandoc many times as much to
-- load.

-- id -> the page it stands on
local function pages_of_ids(chapters)
  local pages = {}
  for _, chapter in ipairs(chapters) do
    local function note(element)
      if (element.identifier or '') ~= '' then pages[element.identifier] = chapter.attributes.fil .. '.html' end
    end
    chapter:walk {Block = note, Inline = note}
  end
  return pages
end

local function mark_figures(row, column)
  if row.cells[column] then row.cells[column].attr.classes:insert 'tal' end
end

-- A span of numbers stays on one line, which a dash would let it leave.
local function unbroken(str)
  if str.text:match '%d–[%d]' then return pandoc.Span({str}, pandoc.Attr('', {'hel'})) end
end

-- Scopes for every heading cell, a class for columns of figures, and a region that can scroll sideways.
local function accessible_table(tbl)
  for column, colspec in ipairs(tbl.colspecs) do
    if colspec[1] == pandoc.AlignRight then
      for _, row in ipairs(tbl.head.rows) do mark_figures(row, column) end
      for _, body in ipairs(tbl.bodies) do
        for _, row in ipairs(body.body) do mark_figures(row, column) end
      end
    end
    tbl.colspecs[column] = {pandoc.AlignDefault}
  end
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attr.attributes.scope = 'col' end
  end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.head) do
      row.cells[1].alignment = pandoc.AlignDefault
      row.cells[1].attr.attributes.scope = 'rowgroup'
    end
    for _, row in ipairs(body.body) do row.cells[1].attr.attributes.scope = 'row' end
  end
  tbl.colspecs, tbl.head, tbl.bodies = tbl.colspecs, tbl.head, tbl.bodies
  -- Lists of pairs, as Lua gives the keys of a table in another order each time.
  local name = {'aria-label', 'Tabell'}
  tbl = tbl:walk {Str = unbroken}
  if tbl.identifier ~= '' then
    name = {'aria-labelledby', tbl.identifier .. '-text'}
    local caption = pandoc.utils.blocks_to_inlines(tbl.caption.long)
    tbl.caption = {long = {pandoc.Plain {pandoc.Span(caption, {id = tbl.identifier .. '-text'})}}}
  end
  return pandoc.Div({tbl}, pandoc.Attr('', {'tabell'}, {{'role', 'region'}, name, {'tabindex', '0'}})), false
end

-- The number and the words of a heading, apart.
local function heading_of(header)
  local number, words = nil, pandoc.Inlines {}
  for _, inline in ipairs(header.content) do
    if inline.t == 'Span' and inline.classes:includes 'nummer' then
      number = pandoc.utils.stringify(inline)
    elseif inline.t ~= 'Note' then
      words:insert(inline)
    end
  end
  return {
    level = header.level, id = header.identifier, number = number or "",
    title = (pandoc.utils.stringify(words):gsub('^%s+', '')),
  }
end

local function page(chapter, page_of_id)
  local file, headings = chapter.attributes.fil .. '.html', pandoc.List()
  local content = chapter.content:walk {
    traverse = 'topdown',
    Table = accessible_table,
    Header = function(header) headings:insert(heading_of(header)) end,
    Div = function(div)
      if not div.classes:includes 'content-visible' then return nil end
      local looks = div.classes:filter(function(class) return class ~= 'content-visible' and class ~= 'underlag' end)
      return pandoc.Div(div.content, pandoc.Attr('', {'underlag', table.unpack(looks)}))
    end,
    Link = function(link)
      local home = page_of_id[link.target:match '^#(.+)$']
      if home and home ~= file then link.target = home .. link.target end
      return link
    end,
    Image = function(image)
      if not image.src:match '%.%w+$' then image.src = image.src .. '.svg' end
      return image
    end,
  }
  local body = pandoc.write(pandoc.Pandoc(content), 'html5', PANDOC_WRITER_OPTIONS)
  -- An empty corner cell heads nothing; the arrow back from a footnote needs words.
  body = body:gsub('<th[^>]*></th>', '<td></td>')
  body = body:gsub('role="doc%-backlink">', 'role="doc-backlink" aria-label="Tillbaka till texten">')
  local title = headings:remove(1)
  return {file = file, number = title.number or "", title = title.title, body = body, contents = headings}
end

function Pandoc(doc)
  local page_of_id = pages_of_ids(doc.blocks)
  local pages = doc.blocks:map(function(chapter) return page(chapter, page_of_id) end)
  return pandoc.Pandoc {pandoc.RawBlock('plain', pandoc.json.encode(pages))}
end
