-- What print needs beyond the common document, for pdf (typst) and docx: column widths (bredder.lua), wide tables on pages on
-- their side, picture formats, marked boxes. The functions and styles that are named here live in
-- templates/bok.typ and in finsam/render/word.py.

local TYPST = FORMAT == 'typst'

local function raw(code) return pandoc.RawBlock(TYPST and 'typst' or 'openxml', code) end

-- ---- Column widths ----

dofile(pandoc.path.join {pandoc.path.directory(PANDOC_SCRIPT_FILE), 'bredder.lua'})

local UNBROKEN_ROWS = 16 -- a table of at most so many rows stays on one page

local function is_whole(tbl) return #all_rows(tbl) <= UNBROKEN_ROWS end

local function fit(tbl)
  tbl.attributes.storlek = fit_columns(tbl)
  return tbl
end

-- ---- Wide tables ----

local PORTRAIT = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
local LANDSCAPE = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr></w:p>'

-- Put a wide table on a page on its side, together with the heading before it and the note after it; and mark
-- tables that are followed by a note, so that they stay on the same page.
local function turn_pages(blocks)
  local out = pandoc.Blocks {}
  local i = 1
  while i <= #blocks do
    local block, note = blocks[i], blocks[i + 1]
    if block.t == 'Table' then
      if not (note and note.t == 'Div' and note.classes:includes 'tabellnot') then note = nil end
      if note then block.classes:insert 'med-not' end
      if note and TYPST and not is_whole(block) then note.classes = {'brytnot'} end
      local wide = block.attributes.storlek == 'liggande'
      if wide then
        local heading = #out > 0 and out[#out].t == 'Header' and out:remove() or nil
        out:insert(raw(TYPST and '#page(flipped: true)[' or PORTRAIT))
        if heading then out:insert(heading) end
      end
      out:insert(block)
      if note then out:insert(note) end
      if wide then out:insert(raw(TYPST and ']' or LANDSCAPE)) end
      if note then i = i + 1 end
    else
      out:insert(block)
    end
    i = i + 1
  end
  return out
end

-- ---- Typst ----

local function quoted(text) return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"' end

local function label_of(element)
  return element.identifier ~= '' and 'label(' .. quoted(element.identifier) .. ')' or 'none'
end

-- Lists of pairs, as Lua gives the keys of a table in another order each time.
local CELLS = {
  summa = {{'stroke', '(top: linjer.summa)'}},
  resultat = {{'stroke', '(top: linjer.resultat, bottom: linjer.resultat)'}, {'fill', 'ton'}},
  sektion = {{'inset', '(top: 9pt)'}, {'text:fill', 'farg.accent'}},
}

local function typst_table(tbl)
  local rows = all_rows(tbl)
  for _, row in ipairs(rows) do
    for _, look in ipairs(CELLS[row.attr.classes[1]] or {}) do
      for _, cell in ipairs(row.cells) do cell.attr.attributes['typst:' .. look[1]] = look[2] end
    end
  end
  -- One body: pandoc would rule off the heading row of each body like the head of the table.
  tbl.bodies = {{attr = pandoc.Attr(), head = {}, body = rows, row_head_columns = 0}}
  local head = string.format('#tabell(storlek: "%s", hel: %s, fortsatt: %s, etikett: %s, bildtext: [',
    tbl.attributes.storlek, is_whole(tbl), tbl.classes:includes 'med-not', label_of(tbl))
  local caption = tbl.caption.long
  tbl.caption, tbl.attr = {long = {}}, pandoc.Attr('', {'typst:no-figure'})
  return pandoc.Blocks {raw(head)} .. caption .. {raw('])['), tbl, raw(']')}, false
end

local function typst_figure(figure)
  local image = figure.content[1] and figure.content[1].content and figure.content[1].content[1]
  if not image or image.t ~= 'Image' then return nil end
  local head = string.format('#figur(%s, alt: %s, etikett: %s, bildtext: [', quoted(image.src),
    quoted(pandoc.utils.stringify(image.caption)), label_of(figure))
  return pandoc.Blocks {raw(head)} .. figure.caption.long .. {raw('])')}, false
end

-- Typst makes a minus sign of a hyphen before a digit, where no letter or digit stands before it.
local function typst_hyphen(str)
  local out, rest = pandoc.Inlines {}, str.text
  while true do
    local before, after = rest:match '^(.-)%-(%d.*)$'
    if not before then break end
    if before:match '[%w\x80-\xff]$' then
      out:insert(pandoc.Str(before .. '-'))
    else
      if before ~= '' then out:insert(pandoc.Str(before)) end
      out:insert(pandoc.RawInline('typst', '\\-'))
    end
    rest = after
  end
  if #out == 0 then return nil end
  out:insert(pandoc.Str(rest))
  return out
end

-- Signs at the start of a cell or an item that would make a list or a heading of it in typst, as the number of
-- "1. Deltagarnytta"; pandoc sees to them in paragraphs alone.
local function typst_start(plain)
  local first = plain.content[1]
  if first and first.t == 'Str' and (first.text:match '^%d+%.$' or first.text:match '^[-+/]$' or first.text:match '^=+$') then
    plain.content:insert(1, pandoc.RawInline('typst', '\\'))
    return plain
  end
end

-- A picture in running text; pandoc would leave its alt text out.
local function typst_picture(image)
  local code = string.format('#box(image(%s, alt: %s))', quoted(image.src),
    quoted(pandoc.utils.stringify(image.caption)))
  return pandoc.RawInline('typst', code)
end

-- ---- Docx: a row's kind is the style of its paragraphs ----

local STYLES = {summa = 'Tabellsumma', resultat = 'Tabellresultat', sektion = 'Tabellsektion'}

local function docx_table(tbl)
  local small = tbl.attributes.storlek == 'normal' and '' or ' liten'
  local function style(row, name)
    for _, cell in ipairs(row.cells) do
      local text = pandoc.Para(pandoc.utils.blocks_to_inlines(cell.contents))
      cell.contents = pandoc.Blocks {pandoc.Div({text}, {['custom-style'] = name .. small})}
    end
  end
  for _, row in ipairs(tbl.head.rows) do style(row, 'Tabellhuvud') end
  for _, row in ipairs(all_rows(tbl)) do style(row, STYLES[row.attr.classes[1]] or 'Tabelltext') end
  tbl.head, tbl.bodies = tbl.head, tbl.bodies
  return tbl, false
end

-- ---- Both ----

local BOXES = {{'ruta', 'Ruta'}, {'varning', 'Varning'}, {'tabellnot', 'Tabellnot'}, {'brytnot'}} -- class, style in docx

local function box(div)
  if div.classes:includes 'kapitel' then return div.content end
  for _, known in ipairs(BOXES) do
    if div.classes:includes(known[1]) then
      if TYPST then return pandoc.Blocks {raw('#' .. known[1] .. '[')} .. div.content .. {raw(']')} end
      div.attributes['custom-style'] = known[2]
      -- The style reaches the items of a list only as paragraphs.
      div.content = div.content:walk {Plain = function(plain) return pandoc.Para(plain.content) end}
      return div
    end
  end
end

local function image(img)
  if not img.src:match '%.%w+$' then img.src = img.src .. (TYPST and '.svg' or '.png') end
  return img
end

local function span(it)
  if it.classes:includes 'etikett' then
    return TYPST and pandoc.Strong(it.content) or pandoc.Span(it.content, {['custom-style'] = 'Etikett'})
  elseif it.classes:includes 'nummer' then
    if TYPST then return it.content .. {pandoc.RawInline('typst', '#h(0.3em)')} end
    return pandoc.Span(it.content, {['custom-style'] = 'Section Number'}) -- word_fields.py lets Word count it
  end
end

-- What only web pages show, as Quarto writes it.
local function printed(div)
  if div.classes:includes 'content-visible' and div.attributes['when-format'] == 'html' then return {} end
end

return {
  {Div = printed},
  {Table = fit},
  {Blocks = turn_pages},
  {Image = image, Div = box, Span = span},
  TYPST and {traverse = 'topdown', Table = typst_table, Figure = typst_figure, Image = typst_picture}
    or {Table = docx_table},
  TYPST and {Str = typst_hyphen, Plain = typst_start} or {},
}
