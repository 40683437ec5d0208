-- What pdf (typst) and docx need beyond the common document: column widths, picture formats, marked boxes.
-- Named styles and functions live in templates/bok.typ and in finsam/render/docx.py.

local TYPST = FORMAT == 'typst'

-- Width of a line of the text area in average characters, by size of the table's text. A table takes the
-- largest size that its words fit in; the last resort is a page on its side (in the pdf).
local SIZES = {{name = 'normal', line = 92}, {name = 'liten', line = 112}, {name = 'liggande', line = 172}}
local PADDING = 2.6 -- of a column, in characters
local UNBROKEN_ROWS = 16 -- a table of at most so many rows stays on one page

local function text_of(cell) return pandoc.utils.stringify(cell.contents) end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch '[^ \n]+' do longest = math.max(longest, utf8.len(word)) end -- no-break spaces join
  return longest
end

local function all_rows(tbl)
  local rows = pandoc.List()
  for _, body in ipairs(tbl.bodies) do
    rows:extend(body.head)
    rows:extend(body.body)
  end
  return rows
end

-- For each column the characters it must have and those it would like.
local function needs(tbl)
  local least, wish = {}, {}
  for i, colspec in ipairs(tbl.colspecs) do
    least[i], wish[i] = 0, 0
    for _, row in ipairs(tbl.head.rows) do
      least[i] = math.max(least[i], longest_word(text_of(row.cells[i])))
    end
    for _, row in ipairs(all_rows(tbl)) do
      local cell = row.cells[i]
      if cell and cell.col_span == 1 then
        local text = text_of(cell)
        wish[i] = math.max(wish[i], utf8.len(text))
        least[i] = math.max(least[i], colspec[1] == pandoc.AlignRight and utf8.len(text) or longest_word(text))
      end
    end
    wish[i] = math.max(wish[i], least[i])
  end
  return least, wish
end

local function sum(list)
  local total = 0
  for _, value in ipairs(list) do total = total + value + PADDING end
  return total
end

-- Set the widths of the columns as shares of the line; returns the size that the table needs.
-- Small tables stay narrow, so that the eye need not travel from the words to the figures.
local function fit(tbl)
  local least, wish = needs(tbl)
  local size = SIZES[#SIZES]
  for i = #SIZES, 1, -1 do
    if sum(least) <= SIZES[i].line then size = SIZES[i] end
  end
  local wanted = sum(wish)
  local room = math.max(math.min(wanted * 1.15, size.line), size.line * 0.6, sum(least))
  local spare, longing = room - sum(least), wanted - sum(least)
  for i, colspec in ipairs(tbl.colspecs) do
    local extra = longing > 0 and (wish[i] - least[i]) / longing * math.min(spare, longing) or 0
    if i == 1 then extra = extra + math.max(spare - longing, 0) end
    colspec[2] = math.floor((least[i] + PADDING + extra) / math.max(size.line, room) * 1000) / 1000
  end
  tbl.colspecs = tbl.colspecs
  return size.name
end

local function typst_string(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"'
end

local function typst(code) return pandoc.RawBlock('typst', code) end

local RULES = {summa = '(top: linjer.summa)', resultat = '(top: linjer.resultat, bottom: linjer.summa)'}

local function label_of(element)
  return element.identifier ~= '' and 'label(' .. typst_string(element.identifier) .. ')' or 'none'
end

local function typst_table(tbl)
  local size, rows = fit(tbl), all_rows(tbl)
  for _, row in ipairs(rows) do
    for kind, stroke in pairs(RULES) do
      if row.attr.classes:includes(kind) then
        for _, cell in ipairs(row.cells) do cell.attr.attributes['typst:stroke'] = stroke end
      end
    end
  end
  -- One body: pandoc would rule off the heading row of each body like the head of the table.
  tbl.bodies = {{attr = pandoc.Attr(), head = {}, body = rows, row_head_columns = 0}}
  local head = string.format('#tabell(storlek: "%s", hel: %s, fortsatt: %s, etikett: %s, bildtext: [',
    size, #rows <= UNBROKEN_ROWS, tbl.classes:includes 'med-not', label_of(tbl))
  local caption = tbl.caption.long
  tbl.caption, tbl.attr = {long = {}}, pandoc.Attr('', {'typst:no-figure'})
  return pandoc.Blocks {typst(head)} .. caption .. {typst('])['), tbl, typst(']')}, false
end

local function typst_figure(figure)
  local image = figure.content[1] and figure.content[1].content and figure.content[1].content[1]
  if not image or image.t ~= 'Image' then return nil end
  local head = string.format('#figur(%s, alt: %s, etikett: %s, bildtext: [', typst_string(image.src),
    typst_string(pandoc.utils.stringify(image.caption)), label_of(figure))
  return pandoc.Blocks {typst(head)} .. figure.caption.long .. {typst('])')}, false
end

-- In docx a row's kind is a paragraph style, which finsam/render/docx.py turns into rules.
local STYLES = {summa = 'Tabellsumma', resultat = 'Tabellresultat', sektion = 'Tabellsektion'}

local function docx_table(tbl)
  local size = fit(tbl)
  local function style(row, name)
    for _, cell in ipairs(row.cells) do
      local text = pandoc.utils.blocks_to_inlines(cell.contents)
      cell.contents = pandoc.Blocks {pandoc.Div({pandoc.Para(text)}, {['custom-style'] = name})}
    end
  end
  local body_style = size == 'normal' and 'Tabelltext' or 'Tabelltext liten'
  for _, row in ipairs(tbl.head.rows) do style(row, 'Tabellhuvud') end
  for _, row in ipairs(all_rows(tbl)) do style(row, STYLES[row.attr.classes[1]] or body_style) end
  tbl.head, tbl.bodies = tbl.head, tbl.bodies
  return tbl
end

local BOXES = {ruta = 'Ruta', varning = 'Varning', tabellnot = 'Tabellnot'}

local function box(div)
  if div.classes:includes 'kapitel' then return div.content end
  for class, style in pairs(BOXES) do
    if div.classes:includes(class) then
      if TYPST then return pandoc.Blocks {typst('#' .. class .. '[')} .. div.content .. {typst(']')} end
      div.attributes['custom-style'] = style
      return div
    end
  end
end

local function image(img)
  if not img.src:match '%.%w+$' then img.src = img.src .. (TYPST and '.svg' or '.png') end
  return img
end

-- A table stays on the page of its note.
local function mark_notes(blocks)
  for i, block in ipairs(blocks) do
    local following = blocks[i + 1]
    if block.t == 'Table' and following and following.t == 'Div' and following.classes:includes 'tabellnot' then
      block.classes:insert 'med-not'
    end
  end
  return blocks
end

return {
  {Blocks = mark_notes},
  {Image = image, Div = box, Span = function(span)
    if span.classes:includes 'etikett' then return pandoc.Strong(span.content) end
  end},
  {traverse = 'topdown', Table = TYPST and typst_table or docx_table, Figure = TYPST and typst_figure or nil},
}
