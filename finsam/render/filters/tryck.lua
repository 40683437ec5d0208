-- What print needs beyond the common document, for pdf (typst) and docx: column widths, wide tables on pages on
-- their side, picture formats, marked boxes. The functions and styles that are named here live in
-- templates/bok.typ and in finsam/render/docx.py.

local TYPST = FORMAT == 'typst'

local function raw(code) return pandoc.RawBlock(TYPST and 'typst' or 'openxml', code) end

-- ---- Column widths ----

-- How many digits wide a line of the text area is, by the size of the table's text. A table takes the largest
-- size that its longest words and its figures fit in; the last has a page on its side.
local SIZES = {{name = 'normal', line = 93}, {name = 'liten', line = 112}, {name = 'liggande', line = 172}}
local PADDING = 2.4 -- of a column
local UNBROKEN_ROWS = 16 -- a table of at most so many rows stays on one page

-- The width of a text in digits, near enough to place columns by.
local function width(text)
  local total = 0
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    if char:match '[iljtfr.,:;\' ]' or char == '\u{a0}' then total = total + 0.65
    elseif char:match '[%umwMW%%]' then total = total + 1.3
    else total = total + 1.03 end
  end
  return total
end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch '[^ \n]+' do longest = math.max(longest, width(word)) end -- no-break spaces join
  return longest
end

local function all_rows(tbl)
  local rows = pandoc.List()
  for _, body in ipairs(tbl.bodies) do rows = rows .. body.head .. body.body end
  return rows
end

local function text_of(cell) return pandoc.utils.stringify(cell.contents) end

-- For each column the width it must have and the one it would like; columns of figures are made alike.
local function needs(tbl)
  local least, wish, figures = {}, {}, 0
  for i, colspec in ipairs(tbl.colspecs) do
    local is_figures = colspec[1] == pandoc.AlignRight
    local head = tbl.head.rows[1]
    local title = head and text_of(head.cells[i]) or ''
    least[i], wish[i] = longest_word(title), math.min(width(title), 16)
    for _, row in ipairs(all_rows(tbl)) do
      local cell = row.cells[i]
      if cell and cell.col_span == 1 then
        local text = text_of(cell)
        least[i] = math.max(least[i], is_figures and width(text) or longest_word(text))
        wish[i] = math.max(wish[i], width(text))
      end
    end
    wish[i] = math.max(wish[i], least[i])
    if is_figures then figures = math.max(figures, wish[i]) end
  end
  for i, colspec in ipairs(tbl.colspecs) do
    if colspec[1] == pandoc.AlignRight then wish[i] = math.min(figures, least[i] * 2) end
  end
  return least, wish
end

local function total(widths)
  local sum = 0
  for _, value in ipairs(widths) do sum = sum + value + PADDING end
  return sum
end

-- Set the widths of the columns as shares of the line and note the size that the table needs. A small table
-- stays narrow, so that the eye need not travel from the words to the figures.
local function fit(tbl)
  local least, wish = needs(tbl)
  local size = SIZES[#SIZES]
  for i = #SIZES, 1, -1 do
    if total(least) <= SIZES[i].line then size = SIZES[i] end
  end
  local must, would = total(least), total(wish)
  local room = math.max(must, math.min(math.max(would * 1.1, size.line * 0.55), size.line))
  local granted = would > must and math.min((room - must) / (would - must), 1) or 0
  local rest = math.max(room - would, 0) -- goes to the words
  for i, colspec in ipairs(tbl.colspecs) do
    local share = least[i] + PADDING + granted * (wish[i] - least[i]) + (i == 1 and rest or 0)
    colspec[2] = math.floor(share / math.max(size.line, room) * 1000) / 1000
  end
  tbl.colspecs = tbl.colspecs
  tbl.attributes.storlek = size.name
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
    tbl.attributes.storlek, #rows <= UNBROKEN_ROWS, tbl.classes:includes 'med-not', label_of(tbl))
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

local BOXES = {{'ruta', 'Ruta'}, {'varning', 'Varning'}, {'tabellnot', 'Tabellnot'}} -- class, style in docx

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
  if it.classes:includes 'etikett' then return pandoc.Strong(it.content) end
  if it.classes:includes 'nummer' and TYPST then return it.content .. {pandoc.RawInline('typst', '#h(0.3em)')} end
end

return {
  {Table = fit},
  {Blocks = turn_pages},
  {Image = image, Div = box, Span = span},
  TYPST and {traverse = 'topdown', Table = typst_table, Figure = typst_figure, Image = typst_picture}
    or {Table = docx_table},
}
